internal import CFloatKernels
internal import ONNX

extension OperatorKernels {
    /// Pads are attributes up to opset 10; from 18 on they may be of some axes only. Negative ones cut off.
    static func pad(_ context: KernelContext) throws -> Value {
        let value = try context.input(0)
        let rank = value.rank
        let mode = try context.text("mode", default: "constant")
        let given = context.opset < 11 ? try context.integers("pads") ?? [] : try context.integers(1)
        let axes: [Int] =
            if context.opset >= 18, let some = try context.optionalIntegers(3) {
                try context.axes(some, rank: rank)
            } else {
                Array(0..<rank)
            }
        try context.check(given.count == axes.count * 2, "\(given.count) pads for \(axes.count) axes")
        try context.check(given.allSatisfy { abs($0.magnitudeOrMax) < 1 << 40 }, "its pads are out of range: \(given)")
        var before = [Int](repeating: 0, count: rank)
        var after = before
        for (index, axis) in axes.enumerated() {
            before[axis] = given[index]
            after[axis] = given[axes.count + index]
        }
        let shape = (0..<rank).map { value.shape[$0] + before[$0] + after[$0] }
        try context.check(shape.allSatisfy { $0 >= 0 }, "pads \(given) cut off more than there is of \(value.shape)")
        guard mode == "constant" else { return try mirrored(context, value, before, shape, mode: mode) }

        let result = try context.make(value.type, shape)
        try fill(context, result)
        // The part of the input that stays.
        let first = before.map { max(0, -$0) }
        let kept = (0..<rank).map { max(0, value.shape[$0] - first[$0] - max(0, -after[$0])) }
        let from = value.strides
        let to = result.strides
        result.copy(
            from: value, at: (0..<rank).reduce(0) { $0 + first[$1] * from[$1] }, shape: kept, strides: from,
            to: (0..<rank).reduce(0) { $0 + max(0, before[$1]) * to[$1] })
        return result
    }

    private static func fill(_ context: KernelContext, _ result: Value) throws {
        if context.opset >= 11, let constant = try context.optionalInput(2) {
            try context.check(constant.type == result.type && constant.count == 1, "its constant does not fit")
            fk_fill(result.width, result.count, result.bytes, constant.bytes)
            return
        }
        let number = context.opset < 11 ? try context.float("value", default: 0) : 0
        let scalar = try context.make(.float, [])
        scalar.floats[0] = number
        let element = try scalar.converted(to: result.type, in: context.memory)
        fk_fill(result.width, result.count, result.bytes, element.bytes)
    }

    /// Axis by axis: each place of the result reads a place of the input.
    private static func mirrored(
        _ context: KernelContext, _ value: Value, _ before: [Int], _ shape: [Int], mode: String
    ) throws -> Value {
        try context.check(["reflect", "edge", "wrap"].contains(mode), "attribute 'mode' is '\(mode)'")
        var current = value
        for axis in shape.indices where before[axis] != 0 || shape[axis] != value.shape[axis] {
            let size = value.shape[axis]
            try context.check(size > 0 || shape[axis] == 0, "there is nothing to pad with along axis \(axis)")
            var places: [Int64] = []
            try context.check(shape[axis] <= 1 << 24, "axis \(axis) becomes too long")
            for position in 0..<shape[axis] {
                let place = position - before[axis]
                switch mode {
                case "edge": places.append(Int64(max(0, min(size - 1, place))))
                case "wrap": places.append(Int64(((place % size) + size) % size))
                default:
                    let period = max(1, 2 * (size - 1))
                    let phase = ((place % period) + period) % period
                    places.append(Int64(phase < size ? phase : period - phase))
                }
            }
            current = try context.gather(current, axis: axis, places: places, shape: [shape[axis]])
        }
        return current
    }
}

extension Int {
    /// The absolute value; of the smallest number the largest one.
    fileprivate var magnitudeOrMax: Int { self == .min ? .max : Swift.abs(self) }
}

extension KernelContext {
    /// Elements along an axis, at places that lie within it. `shape` replaces the axis.
    func gather(_ value: Value, axis: Int, places: [Int64], shape: [Int]) throws -> Value {
        let outer = value.shape[..<axis].reduce(1, *)
        let inner = value.shape[(axis + 1)...].reduce(1, *)
        let result = try make(value.type, value.shape[..<axis] + shape + value.shape[(axis + 1)...])
        if result.count > 0 {
            fk_gather(outer, value.shape[axis], inner * value.width, places.count, places, result.bytes, value.bytes)
        }
        return result
    }
}
