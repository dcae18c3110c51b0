internal import ONNX

extension OperatorKernels {
    static let joining: [String: OperatorKernel] = [
        "Concat": OperatorKernel(.any) { context throws in [try concat(context)] },
        "Split": OperatorKernel(.any) { context throws in try split(context) },
    ]

    private static func concat(_ context: KernelContext) throws -> Value {
        let first = try context.any(0)
        try context.check(first.rank >= 1, "scalars cannot be joined")
        let axis = try context.axis(try context.integer("axis", default: 1), rank: first.rank)
        var shape = first.shape
        shape[axis] = 0
        var parts: [Value] = []
        for index in context.inputs.indices {
            let part = try context.any(index)
            var expected = shape
            expected[axis] = part.rank == first.rank ? part.shape[axis] : 0
            try context.check(part.shape == expected, "\(part.shape) does not fit to \(first.shape) along axis \(axis)")
            try context.check(part.type == first.type, "its inputs are of different types")
            parts.append(part)
        }
        for part in parts {
            let (sum, overflow) = shape[axis].addingReportingOverflow(part.shape[axis])
            try context.check(!overflow, "the result is too large")
            shape[axis] = sum
        }
        let isLast = parts.contains { $0.order == .channelsLast && !$0.isOrderless }
        let result = try context.make(first.type, shape, order: isLast ? .channelsLast : .rowMajor)
        let strides = result.strides
        var place = 0
        for part in parts {
            result.copy(
                from: part, shape: part.shape, strides: part.strides, to: place * strides[axis], ownStrides: strides)
            place += part.shape[axis]
        }
        return result
    }

    /// Sizes are an attribute up to opset 12, then an input; without any the parts are equal, the last one possibly smaller.
    private static func split(_ context: KernelContext) throws -> [Value?] {
        let value = try context.any(0)
        let axis = try context.axis(try context.integer("axis", default: 0), rank: value.rank)
        let size = value.shape[axis]
        let stated = context.opset < 13 ? try context.integers("split") : try context.optionalIntegers(1)
        let count = try context.integer("num_outputs", default: context.node.outputs.count)
        try context.check(
            count >= 1 && count == context.node.outputs.count,
            "it has \(context.node.outputs.count) outputs, not \(count)")
        let chunk = (size + count - 1) / count
        let sizes = stated ?? (0..<count).map { max(0, min(chunk, size - $0 * chunk)) }
        try context.check(
            sizes.count == count && sizes.allSatisfy { $0 >= 0 && $0 <= size } && sizes.reduce(0, +) == size,
            "parts of \(sizes) do not make \(size)")
        if stated == nil, context.opset < 18 {
            try context.check(size % count == 0, "\(size) is not a multiple of \(count)")
        }
        let strides = value.strides
        var start = 0
        var parts: [Value?] = []
        for part in sizes {
            var shape = value.shape
            shape[axis] = part
            let result = try context.make(value.type, shape, order: value.order)
            result.copy(from: value, at: start * strides[axis], shape: shape, strides: strides)
            parts.append(result)
            start += part
        }
        return parts
    }
}
