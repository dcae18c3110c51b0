internal import ONNX
internal import Support

/// Products of matrices.
enum Matrix {
    /// `[M, K]` by `[K, N]`, either of them perhaps transposed.
    static func gemm(_ context: inout NodeContext) throws {
        context.macs = nil
        let type = try context.element(0)
        let isLeftTransposed = try context.node.flag("transA", default: false)
        let isRightTransposed = try context.node.flag("transB", default: false)
        let left = try context.shape(0, rank: 2)
        let right = try context.shape(1, rank: 2)
        let rows = left?[isLeftTransposed ? 1 : 0] ?? .unknown
        let columns = right?[isRightTransposed ? 0 : 1] ?? .unknown
        var depth = left?[isLeftTransposed ? 0 : 1] ?? .unknown
        if let other = right?[isRightTransposed ? 1 : 0] {
            if let merged = DimensionArithmetic.merge(depth, other) {
                depth = merged
            } else {
                let problem = "sizes \(depth) and \(other) of the axis that is summed over differ"
                // onnx checks it from opset 13 on.
                if context.opset >= 13 { throw context.failure(problem) }
                context.recordImpossible(problem)
            }
        }
        guard context.opset >= 11 || left != nil && right != nil else {
            context.set(0, type, nil)
            return
        }
        context.set(0, type, [rows, columns])
        if let sizes = [rows, columns, depth].sizes { context.macs = checkedProduct(sizes) }
    }

    static func product(_ context: inout NodeContext) throws {
        try multiply(&context, try context.element(0), 0, 1)
    }

    static func integerProduct(_ context: inout NodeContext) throws {
        _ = try context.element(0)
        _ = try context.element(1)
        try multiply(&context, .int32, 0, 1)
    }

    static func quantizedProduct(_ context: inout NodeContext) throws {
        try Quantization.checkZeroPoint(context, data: 0, zeroPoint: 2)
        try Quantization.checkZeroPoint(context, data: 3, zeroPoint: 5)
        try multiply(&context, try context.element(7), 0, 3)
    }

    /// As `numpy.matmul`.
    private static func multiply(
        _ context: inout NodeContext, _ type: ElementType, _ leftIndex: Int, _ rightIndex: Int
    ) throws {
        context.macs = nil
        guard var left = context.shape(leftIndex), var right = context.shape(rightIndex) else {
            context.set(0, type, nil)
            return
        }
        guard !left.isEmpty, !right.isEmpty else { throw context.failure("scalars are not accepted") }
        let (isLeftVector, isRightVector) = (left.count == 1, right.count == 1)
        if isLeftVector { left.insert(1, at: 0) }
        if isRightVector { right.append(1) }
        var depth = left[left.count - 1]
        try context.unify(&depth, right[right.count - 2])
        let (rows, columns) = (left[left.count - 2], right[right.count - 1])
        let batch = try context.broadcast(Array(left.dropLast(2)), Array(right.dropLast(2)))
        context.set(0, type, batch + (isLeftVector ? [] : [rows]) + (isRightVector ? [] : [columns]))
        if let sizes = (batch + [rows, columns, depth]).sizes { context.macs = checkedProduct(sizes) }
    }

    /// One number for each matrix, which is square.
    static func determinant(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        guard let data = context.shape(0) else {
            context.set(0, type, nil)
            return
        }
        guard data.count >= 2 else { throw context.failure("expected matrices, found \(data.text)") }
        var side = data[data.count - 2]
        try context.unify(&side, data[data.count - 1])
        context.set(0, type, Array(data.dropLast(2)))
    }
}
