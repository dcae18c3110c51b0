internal import CFloatKernels
internal import ONNX
internal import ONNXOperators

extension OperatorKernels {
    static let matrices: [String: OperatorKernel] = [
        "MatMul": OperatorKernel { context throws in
            [try context.multiply(try context.input(0), try context.input(1))]
        },
        "Gemm": OperatorKernel { context throws in [try gemm(context)] },
        "Einsum": OperatorKernel(since: 12) { context throws in [try einsum(context)] },
    ]

    private static func gemm(_ context: KernelContext) throws -> Value {
        let left = try context.input(0)
        let right = try context.input(1)
        try context.check(
            left.rank == 2 && right.rank == 2, "expected matrices, found \(left.shape) and \(right.shape)")
        try context.check(left.type == right.type, "its inputs are of different types")
        let isLeftTransposed = try context.flag("transA")
        let isRightTransposed = try context.flag("transB")
        let (m, k) = isLeftTransposed ? (left.shape[1], left.shape[0]) : (left.shape[0], left.shape[1])
        let (inner, n) = isRightTransposed ? (right.shape[1], right.shape[0]) : (right.shape[0], right.shape[1])
        try context.check(k == inner, "\(left.shape) and \(right.shape) do not multiply")
        let alpha = try context.float("alpha", default: 1)
        let beta = try context.float("beta", default: 1)
        let addend = try context.optionalInput(2)
        if let addend {
            try context.check(
                Broadcast.shape(addend.shape, [m, n]) == [m, n], "\(addend.shape) does not fit [\(m), \(n)]")
        }
        if left.type == .float, addend?.type ?? .float == .float {
            let result = try context.make(.float, [m, n])
            if let addend {
                result.copy(
                    from: addend, shape: [m, n], strides: Broadcast.strides(addend, to: [m, n]).map { Int($0) })
            }
            try context.multiply(
                m, n, k, left.floats, isLeftTransposed, right.floats, isRightTransposed, into: result.floats,
                alpha: alpha, beta: addend == nil ? 0 : beta)
            return result
        }
        var result = try context.make(left.type, [m, n])
        let leftStrides = isLeftTransposed ? (1, left.shape[1]) : (left.shape[1], 1)
        let rightStrides = isRightTransposed ? (1, right.shape[1]) : (right.shape[1], 1)
        guard
            fk_matmul(
                left.type.rawValue, m, n, k, left.bytes, Int64(leftStrides.0), Int64(leftStrides.1), right.bytes,
                Int64(rightStrides.0), Int64(rightStrides.1), result.bytes) != 0
        else { throw context.refusal(of: left.type) }
        if alpha != 1 { result = try context.scaled(result, by: alpha) }
        guard let addend else { return result }
        return try context.combine(FK_ADD, result, beta == 1 ? addend : try context.scaled(addend, by: beta))
    }
}

extension KernelContext {
    fileprivate func scaled(_ value: Value, by factor: Float) throws -> Value {
        let scalar = try make(.float, [])
        scalar.floats[0] = factor
        return try combine(FK_MUL, value, try scalar.converted(to: value.type, in: memory))
    }

    /// `to = alpha * left * right + beta * to`, row-major float matrices.
    func multiply(
        _ m: Int, _ n: Int, _ k: Int, _ left: UnsafePointer<Float>, _ isLeftTransposed: Bool,
        _ right: UnsafePointer<Float>, _ isRightTransposed: Bool, into to: UnsafeMutablePointer<Float>,
        alpha: Float = 1, beta: Float = 0
    ) throws {
        guard m > 0, n > 0 else { return }
        if k == 0 {
            for index in 0..<m * n { to[index] = beta == 0 ? 0 : to[index] * beta }
            return
        }
        let done = fk_sgemm(
            isLeftTransposed ? 1 : 0, isRightTransposed ? 1 : 0, Int64(m), Int64(n), Int64(k), alpha, left,
            Int64(isLeftTransposed ? m : k), right, Int64(isRightTransposed ? k : n), beta, to, Int64(n))
        guard done != 0 else {
            throw RuntimeError.library(node: node.description, problem: "oneDNN's matrix product failed")
        }
    }

    /// numpy's matmul: matrices in the last two axes, the others broadcast; vectors as a row and a column.
    func multiply(_ left: Value, _ right: Value) throws -> Value {
        try check(left.type == right.type, "its inputs are of different types")
        try check(left.rank >= 1 && right.rank >= 1, "scalars are not accepted")
        let x = left.rank == 1 ? left.reshaped([1, left.shape[0]]) : left
        let y = right.rank == 1 ? right.reshaped([right.shape[0], 1]) : right
        let (m, k) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
        let n = y.shape[y.rank - 1]
        guard y.shape[y.rank - 2] == k,
            let batch = Broadcast.shape(Array(x.shape.dropLast(2)), Array(y.shape.dropLast(2)))
        else { throw failure("\(left.shape) and \(right.shape) do not multiply") }
        let result = try make(left.type, batch + [m, n])
        let final =
            batch + (left.rank == 1 ? [] : [m]) + (right.rank == 1 ? [] : [n])
        guard result.count > 0 else { return result.reshaped(final) }
        let count = batch.reduce(1, *)
        // One large product where the right matrix is the same for all.
        if left.type == .float, y.shape.dropLast(2).allSatisfy({ $0 == 1 }) {
            try multiply(count * m, n, k, x.floats, false, y.floats, false, into: result.floats)
            return result.reshaped(final)
        }
        let leftPlaces = places(of: Array(x.shape.dropLast(2)), in: batch)
        let rightPlaces = places(of: Array(y.shape.dropLast(2)), in: batch)
        for index in 0..<count {
            let a = x.bytes + leftPlaces[index] * m * k * x.width
            let b = y.bytes + rightPlaces[index] * k * n * y.width
            let to = result.bytes + index * m * n * result.width
            if left.type == .float {
                try multiply(
                    m, n, k, a.assumingMemoryBound(to: Float.self), false, b.assumingMemoryBound(to: Float.self), false,
                    into: to.assumingMemoryBound(to: Float.self))
            } else {
                guard fk_matmul(left.type.rawValue, m, n, k, a, Int64(k), 1, b, Int64(n), 1, to) != 0 else {
                    throw refusal(of: left.type)
                }
            }
        }
        return result.reshaped(final)
    }

    /// Which matrix of a stack of a shape is at each place of a broadcast stack.
    private func places(of shape: [Int], in batch: [Int]) -> [Int] {
        let own = Value.strides(of: shape)
        let missing = batch.count - shape.count
        var places = [0]
        for axis in batch.indices {
            let step = axis < missing || shape[axis - missing] == 1 ? 0 : own[axis - missing]
            places = places.flatMap { base in (0..<batch[axis]).map { base + $0 * step } }
        }
        return places
    }
}
