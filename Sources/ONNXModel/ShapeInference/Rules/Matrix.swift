/// Products of matrices.
enum Matrix {
    /// `[M, K]` by `[K, N]`, either of them perhaps transposed.
    static func gemm(_ context: inout NodeContext) throws(ONNXError) {
        context.macs = nil
        guard let left = context.shape(0), let right = context.shape(1) else {
            context.set(0, context.elementType(0), nil)
            return
        }
        guard left.count == 2, right.count == 2 else {
            throw context.failure("it takes two matrices, found \(left.text) and \(right.text)")
        }
        let isLeftTransposed = try context.node.flag("transA", default: false)
        let isRightTransposed = try context.node.flag("transB", default: false)
        let rows = left[isLeftTransposed ? 1 : 0]
        let depth = left[isLeftTransposed ? 0 : 1]
        let columns = right[isRightTransposed ? 0 : 1]
        if case .fixed(let first) = depth, case .fixed(let second) = right[isRightTransposed ? 1 : 0], first != second {
            throw context.failure("\(left.text) and \(right.text) differ in the axis that is summed over")
        }
        context.set(0, context.elementType(0), [rows, columns])
        if let sizes = [rows, columns, depth].sizes { context.macs = DimensionArithmetic.product(sizes) }
    }

    /// As `numpy.matmul`.
    static func product(_ context: inout NodeContext) throws(ONNXError) {
        let isLinear = context.node.operatorType == "QLinearMatMul"
        let type: ElementType? =
            switch context.node.operatorType {
            case "QLinearMatMul": context.elementType(7)
            case "MatMulInteger": .int32
            default: context.elementType(0)
            }
        context.macs = nil
        guard var left = context.shape(0), var right = context.shape(isLinear ? 3 : 1) else {
            context.set(0, type, nil)
            return
        }
        guard !left.isEmpty, !right.isEmpty else { throw context.failure("it takes no scalars") }
        let (isLeftVector, isRightVector) = (left.count == 1, right.count == 1)
        if isLeftVector { left.insert(1, at: 0) }
        if isRightVector { right.append(1) }
        let (depth, rows, columns) = (left[left.count - 1], left[left.count - 2], right[right.count - 1])
        if case .fixed(let first) = depth, case .fixed(let second) = right[right.count - 2], first != second {
            throw context.failure("\(left.text) and \(right.text) differ in the axis that is summed over")
        }
        guard let batch = DimensionArithmetic.broadcast(Array(left.dropLast(2)), Array(right.dropLast(2))) else {
            throw context.failure("the leading axes of \(left.text) and \(right.text) do not go together")
        }
        context.set(0, type, batch + (isLeftVector ? [] : [rows]) + (isRightVector ? [] : [columns]))
        if let sizes = (batch + [rows, columns, depth]).sizes { context.macs = DimensionArithmetic.product(sizes) }
    }

    /// The axes that the right side of the equation names. Ellipses are left open.
    static func einsum(_ context: inout NodeContext) throws(ONNXError) {
        let equation = try context.node.text("equation", default: "").filter { $0 != " " }
        let sides = equation.split(separator: "->", omittingEmptySubsequences: false)
        context.set(0, context.elementType(0), nil)
        guard sides.count == 2, !equation.contains(".") else { return }
        let terms = sides[0].split(separator: ",", omittingEmptySubsequences: false)
        guard terms.count == context.inputs.count else {
            throw context.node.refusal("equation", "it is for \(terms.count) inputs, found \(context.inputs.count)")
        }
        var sizes: [Character: Dimension] = [:]
        for (index, term) in terms.enumerated() {
            guard let shape = context.shape(index) else { return }
            guard shape.count == term.count else {
                throw context.node.refusal("equation", "'\(term)' does not fit a tensor \(shape.text)")
            }
            for (letter, dimension) in zip(term, shape) where sizes[letter]?.size == nil || sizes[letter] == 1 {
                sizes[letter] = dimension
            }
        }
        context.set(0, context.elementType(0), sides[1].map { sizes[$0] ?? .unknown })
    }
}
