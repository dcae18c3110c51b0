internal import ONNX

/// Values that are polynomials of another one, with numbers as coefficients.
extension EditableGraph {
    /// The coefficients of a value that is a polynomial of `x`, from the constant one on; `nil` if it is none of degree 3 or
    /// less, or needs more than a few nodes to be written.
    package func polynomial(of value: String, in x: String, depth: Int = 6) -> [Double]? {
        if value == x { return [0, 1] }
        guard depth > 0, let id = producer(of: value), let node = self[id], node.isStandard, !node.inputs.isEmpty else {
            return nil
        }
        func operand(_ index: Int) -> [Double]? { polynomial(of: node.inputs[index], in: x, depth: depth - 1) }
        if let (number, other, numberIsFirst) = scalarOperand(node), number.isFinite {
            guard let inner = polynomial(of: other, in: x, depth: depth - 1) else { return nil }
            switch node.operatorType {
            case "Add": return Polynomial.sum(inner, [number])
            case "Sub":
                return numberIsFirst ? Polynomial.sum(inner.map { -$0 }, [number]) : Polynomial.sum(inner, [-number])
            case "Mul": return Polynomial.product(inner, [number])
            case "Div": return numberIsFirst || number == 0 ? nil : Polynomial.product(inner, [1 / number])
            case "Pow":
                guard !numberIsFirst, number == 2 || number == 3, let square = Polynomial.product(inner, inner) else {
                    return nil
                }
                return number == 2 ? square : Polynomial.product(square, inner)
            default: return nil
            }
        }
        guard node.inputs.count == 2, let left = operand(0), let right = operand(1) else { return nil }
        switch node.operatorType {
        case "Add": return Polynomial.sum(left, right)
        case "Sub": return Polynomial.sum(left, right.map { -$0 })
        case "Mul": return Polynomial.product(left, right)
        default: return nil
        }
    }
}

/// Polynomials as their coefficients, from the constant one on.
private enum Polynomial {
    static func sum(_ left: [Double], _ right: [Double]) -> [Double] {
        (0..<max(left.count, right.count)).map { index in
            (index < left.count ? left[index] : 0) + (index < right.count ? right[index] : 0)
        }
    }

    /// `nil` beyond degree 3.
    static func product(_ left: [Double], _ right: [Double]) -> [Double]? {
        guard left.count + right.count <= 5 else { return nil }
        var result = [Double](repeating: 0, count: left.count + right.count - 1)
        for (i, x) in left.enumerated() {
            for (j, y) in right.enumerated() { result[i + j] += x * y }
        }
        return result
    }
}
