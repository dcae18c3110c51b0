internal import ONNX

/// Arithmetic on small integer constants, as shape computations do it.
package enum IntegerFolding {
    /// The result of `Add`, `Sub`, `Mul` or `Div` on two known lists of the same length, or a list and a single number.
    package static func binary(_ context: NodeContext) -> IntegerConstant? {
        guard context.constant(0) != nil || context.constant(1) != nil, let left = constant(context, 0),
            let right = constant(context, 1)
        else { return nil }
        let count = left.elements.count == 1 ? right.elements.count : left.elements.count
        func isFitting(_ value: IntegerConstant) -> Bool { value.elements.count == count || value.elements.count == 1 }
        guard isFitting(left), isFitting(right) else { return nil }
        var elements: [Dimension] = []
        for index in 0..<count {
            let first = left.elements.count == 1 ? left.elements[0] : left.elements[index]
            let second = right.elements.count == 1 ? right.elements[0] : right.elements[index]
            elements.append(result(of: context.node.operatorType, first, second))
        }
        return IntegerConstant(elements, isScalar: left.isScalar && right.isScalar)
    }

    private static func constant(_ context: NodeContext, _ index: Int) -> IntegerConstant? {
        context.constant(index)
            ?? context.elements(index).map { IntegerConstant($0, isScalar: context.shape(index)?.isEmpty == true) }
    }

    private static func result(of operatorType: String, _ left: Dimension, _ right: Dimension) -> Dimension {
        guard case .fixed(let first) = left, case .fixed(let second) = right else { return .unknown }
        let (value, overflow): (Int, Bool)
        switch operatorType {
        case "Add": (value, overflow) = first.addingReportingOverflow(second)
        case "Sub": (value, overflow) = first.subtractingReportingOverflow(second)
        case "Mul": (value, overflow) = first.multipliedReportingOverflow(by: second)
        // Division by zero reports overflow.
        case "Div": (value, overflow) = first.dividedReportingOverflow(by: second)
        default: return .unknown
        }
        return overflow ? .unknown : .fixed(value)
    }
}
