internal import ONNX
internal import Support

/// Reshape: the same elements in another shape.
enum Reshaping {
    /// 0 keeps an axis (unless `allowzero`), -1 becomes the rest.
    static func reshape(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        let target: [Dimension]?
        if context.opset < 5 {
            target = try context.node.integers("shape")?.map { .fixed($0) }
        } else {
            guard context.node.inputs.count > 1 else { throw context.failure("the shape is missing") }
            // Before opset 14, onnx does not look at what is not constant.
            let isUnseen = context.opset < 14 && context.constant(1) == nil && context.input(1)?.tensor == nil
            if isUnseen, context.asOnnx || context.shape(1)?.count != 1 { return }
            target = try context.shapeInput(1, "shape")
        }
        guard let target else { return }
        let keepsZeros = try context.node.flag("allowzero", default: false)
        var shape = try resolved(context, target, keepsZeros)
        try fill(&context, &shape, target, keepsZeros)
        var constant: IntegerConstant?
        if let value = context.constant(0), shape.count <= 1 {
            constant = IntegerConstant(value.elements, isScalar: shape.isEmpty)
        }
        context.set(0, type, shape, constant: constant)
    }

    /// The target with the axes that it copies; open where it has -1.
    private static func resolved(
        _ context: NodeContext, _ target: [Dimension], _ keepsZeros: Bool
    ) throws -> [Dimension] {
        let data = context.shape(0)
        var shape: [Dimension] = []
        for (axis, dimension) in target.enumerated() {
            switch dimension {
            case .fixed(0) where !keepsZeros:
                guard let data else {
                    shape.append(.unknown)
                    continue
                }
                guard axis < data.count else {
                    throw context.failure("shape \(target.text) copies axis \(axis), which \(data.text) does not have")
                }
                shape.append(data[axis])
            case .fixed(-1): shape.append(.unknown)
            case .fixed(let size) where size < -1: throw context.failure("shape \(target.text) has a negative size")
            default: shape.append(dimension)
            }
        }
        return shape
    }

    /// Computes the axis that is left open, and checks that the elements fit.
    private static func fill(
        _ context: inout NodeContext, _ shape: inout [Dimension], _ target: [Dimension], _ keepsZeros: Bool
    ) throws {
        let open = target.indices.filter { target[$0] == .fixed(-1) }
        guard open.count <= 1 else { throw context.failure("shape \(target.text) leaves more than one axis open") }
        let data = context.shape(0)
        // Copied axes of unknown size cancel out.
        let copied = Set(target.indices.filter { target[$0] == 0 && !keepsZeros && shape[$0].size == nil })
        let taken = shape.indices.filter { $0 != open.first && !copied.contains($0) }.map { shape[$0] }
        let known = try context.product(taken.sizes.map { $0.map { .fixed($0) } } ?? [.unknown])
        let given = data.map { data in data.indices.filter { !copied.contains($0) }.map { data[$0] } }
        if let axis = open.first {
            guard case .fixed(let known) = known else { return }
            guard known != 0 else { throw context.failure("shape \(target.text) has 0 elements and an open axis") }
            guard let sizes = given?.sizes, case .fixed(let elements) = try context.product(sizes.map { .fixed($0) })
            else {
                return
            }
            guard elements.isMultiple(of: known) else {
                throw context.failure("\(data?.text ?? "") cannot take the shape \(target.text)")
            }
            shape[axis] = .fixed(elements / known)
        } else if case .fixed(let known) = known, let sizes = given?.sizes,
            let elements = checkedProduct(sizes), elements != known
        {
            context.recordImpossible("\(data?.text ?? "") cannot take the shape \(target.text)")
        }
    }
}
