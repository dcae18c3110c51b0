internal import CFloatKernels
internal import ONNX

extension OperatorKernels {
    /// Operators that make one value of many.
    static let reductions: [String: OperatorKernel] = {
        var kernels: [String: OperatorKernel] = [:]
        let operations = [
            ("ReduceSum", FK_SUM), ("ReduceMean", FK_MEAN), ("ReduceProd", FK_PRODUCT), ("ReduceMin", FK_LEAST),
            ("ReduceMax", FK_GREATEST), ("ReduceL1", FK_L1), ("ReduceL2", FK_L2), ("ReduceLogSum", FK_LOG_SUM),
            ("ReduceLogSumExp", FK_LOG_SUM_EXP), ("ReduceSumSquare", FK_SUM_SQUARE),
        ]
        for (name, operation) in operations {
            // From this opset on the axes are an input.
            let inputSince = name == "ReduceSum" ? 13 : 18
            kernels[name] = OperatorKernel { context throws in
                let value = try context.any(0)
                let stated =
                    context.opset < inputSince ? try context.integers("axes") : try context.optionalIntegers(1)
                let keeps = try context.flag("keepdims", default: true)
                if (stated ?? []).isEmpty, context.opset >= inputSince, try context.flag("noop_with_empty_axes") {
                    return [try reduceNothing(context, value, operation)]
                }
                let axes = try context.axes(stated ?? [], rank: value.rank)
                return [
                    try context.reduce(
                        operation, value, axes: axes.isEmpty ? Array(0..<value.rank) : axes, keepsAxes: keeps)
                ]
            }
        }
        for (name, isLargest) in [("ArgMax", true), ("ArgMin", false)] {
            kernels[name] = OperatorKernel { context throws in
                let value = try context.input(0)
                let axis = try context.axis(try context.integer("axis", default: 0), rank: value.rank)
                try context.check(value.shape[axis] > 0, "axis \(axis) is empty")
                let keeps = try context.flag("keepdims", default: true)
                let isLast = try context.flag("select_last_index")
                let shape = value.shape[..<axis] + (keeps ? [1] : []) + value.shape[(axis + 1)...]
                let result = try context.make(.int64, Array(shape))
                guard
                    fk_arg(
                        isLargest ? 1 : 0, isLast ? 1 : 0, value.type.rawValue, value.shape[..<axis].reduce(1, *),
                        value.shape[axis], value.shape[(axis + 1)...].reduce(1, *), value.bytes, result.integers) != 0
                else { throw context.refusal(of: value.type) }
                return [result]
            }
        }
        kernels["CumSum"] = OperatorKernel(since: 11) { context throws in
            let value = try context.input(0)
            let stated = try context.integers(1)
            try context.check(stated.count == 1, "its axis is not a single number")
            let axis = try context.axis(stated[0], rank: value.rank)
            let result = try context.make(value.type, value.shape)
            guard
                fk_cumulative_sum(
                    value.type.rawValue, value.shape[..<axis].reduce(1, *), value.shape[axis],
                    value.shape[(axis + 1)...].reduce(1, *), try context.flag("exclusive") ? 1 : 0,
                    try context.flag("reverse") ? 1 : 0, value.bytes, result.bytes) != 0
            else { throw context.refusal(of: value.type) }
            return [result]
        }
        kernels["GlobalAveragePool"] = globalPool { context, value, axes throws in
            try context.reduce(FK_MEAN, value, axes: axes, keepsAxes: true)
        }
        kernels["GlobalMaxPool"] = globalPool { context, value, axes throws in
            try context.reduce(FK_GREATEST, value, axes: axes, keepsAxes: true)
        }
        kernels["GlobalLpPool"] = globalPool { context, value, axes throws in
            try context.norm(value, axes: axes, power: try context.integer("p", default: 2))
        }
        return kernels
    }()

    private static func globalPool(
        _ body: @escaping @Sendable (KernelContext, Value, [Int]) throws -> Value
    ) -> OperatorKernel {
        OperatorKernel { context throws in
            let value = try context.any(0)
            try context.check(value.rank >= 3, "expected images, found \(value.shape)")
            return [try body(context, value, Array(2..<value.rank))]
        }
    }

    /// Each element as a set of its own: what `noop_with_empty_axes` asks for.
    private static func reduceNothing(
        _ context: KernelContext, _ value: Value, _ operation: fk_reduction
    ) throws -> Value {
        switch operation {
        case FK_L1, FK_L2: try context.apply(FK_ABS, to: value)
        case FK_SUM_SQUARE: try context.apply(FK_SQUARE, to: value)
        case FK_LOG_SUM: try context.apply(FK_LOG, to: value)
        default: value
        }
    }
}

extension KernelContext {
    func reduce(
        _ operation: fk_reduction, _ value: Value, axes: [Int], keepsAxes: Bool
    ) throws -> Value {
        let shape = value.shape
        let kept = shape.indices.filter { !axes.contains($0) }
        let full = shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
        let result = try make(value.type, keepsAxes ? full : kept.map { shape[$0] })
        if operation == FK_MEAN, value.type == .float, value.order == .channelsLast, shape.count >= 3,
            axes.sorted() == Array(2..<shape.count)
        {
            fk_mean_pixels(shape[0], shape[2...].reduce(1, *), shape[1], value.floats, result.floats)
            return result
        }
        let strides = value.strides
        // Always one axis at least, of size 1; the reduced ones in the order of memory.
        let inner = axes.sorted { strides[$0] > strides[$1] }
        let keptSizes = [1] + kept.map { Int64(shape[$0]) }
        let keptStrides = [0] + kept.map { Int64(strides[$0]) }
        let sizes = [1] + inner.map { Int64(shape[$0]) }
        let steps = [0] + inner.map { Int64(strides[$0]) }
        guard
            fk_reduce(
                operation, value.type.rawValue, keptSizes.count, keptSizes, keptStrides, sizes.count, sizes, steps,
                value.bytes, result.bytes) != 0
        else { throw refusal(of: value.type) }
        return result
    }

    /// `(sum |x|^p)^(1/p)` along axes, which stay.
    func norm(_ value: Value, axes: [Int], power: Int) throws -> Value {
        switch power {
        case 1: return try reduce(FK_L1, value, axes: axes, keepsAxes: true)
        case 2: return try reduce(FK_L2, value, axes: axes, keepsAxes: true)
        default:
            try check(power >= 1 && power < 1 << 16, "attribute 'p' is \(power)")
            let scalar = try Value(integers: [power], shape: [], in: memory).converted(to: value.type, in: memory)
            let powers = try combine(FK_POW, try apply(FK_ABS, to: value), scalar)
            let sum = try reduce(FK_SUM, powers, axes: axes, keepsAxes: true)
            return try combine(FK_POW, sum, try apply(FK_RECIPROCAL, to: scalar))
        }
    }
}
