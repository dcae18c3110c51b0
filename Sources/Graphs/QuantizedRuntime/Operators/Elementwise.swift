internal import CQuantizedKernels
internal import GraphRuntime
internal import ONNX

/// Operators of every element on its own, and of two tensors that are broadcast against each other.
enum Elementwise {
    static let all: [String: OperatorTable.Preparation] = [
        "HzSElementwiseMul": multiplication, "HzSElementwiseAdd": addition, "HzSElementwiseSub": subtraction,
        "HzRequantize": requantization, "HzSPRelu": parametricReLU, "HzQuantize": quantization,
        "HzDequantize": dequantization,
    ]

    /// `x * y`, scaled. Measured on 491,520 elements, and int16 ones.
    static func multiplication(_ context: NodeContext) throws -> PreparedNode {
        try combination(context, QK_MULTIPLY)
    }

    /// `(x << x_shift) + (y * e_scale << e_shift)`, scaled. Negative `e_shift` are never written.
    static func addition(_ context: NodeContext) throws -> PreparedNode { try combination(context, QK_ADD) }

    /// `(x << x_shift) - y * e_scale`, scaled. Measured on 1.0 million elements, overflowing ones among them.
    static func subtraction(_ context: NodeContext) throws -> PreparedNode { try combination(context, QK_SUBTRACT) }

    private static func combination(_ context: NodeContext, _ how: qk_combination) throws -> PreparedNode {
        try context.expectInputs(atMost: 2)
        let x = try context.input(0, [.int8, .int16]).form
        let y = try context.input(1, [.int8, .int16]).form
        guard let xType = x.integerType, let yType = y.integerType else { throw context.failure("types") }
        let rows = try BroadcastRows(x.shape, y.shape, context)
        let count = rows.length
        let scaling = try context.scaling(
            channels: count, firstShift: "accu_right_shift", scale: "output_scale", secondShift: "output_right_shift",
            rounding: try context.rounds() ? .halfUp : .down, bits: try context.bits())
        let output = try context.form(.signed(bits: scaling.bits), rows.shape)
        let zeros = [Int32](repeating: 0, count: count)
        let isSum = how != QK_MULTIPLY
        let xShift = FixedBuffer(
            isSum ? try context.channelIntegers("x_shift", count: count, in: Scaling.shifts) : zeros)
        let yScale = FixedBuffer(
            isSum ? try context.channelIntegers("e_scale", count: count, in: Scaling.factors) : zeros)
        let yShift = FixedBuffer(
            how == QK_ADD ? try context.channelIntegers("e_shift", count: count, default: 0, in: Scaling.shifts) : zeros
        )
        let tail = Tail(scaling)
        let (xWidth, yWidth, width) = (x.byteCount / x.count, y.byteCount / y.count, scaling.bits / 8)
        return PreparedNode(outputs: [output], scratchBytes: count * 4) { call in
            let sums = call.scratch(as: Int32.self)
            rows.forEach { row, xStart, yStart in
                qk_combine(
                    how, Int64(count), xType, call.inputs[0] + xStart * xWidth, Int32(rows.xStep), yType,
                    call.inputs[1] + yStart * yWidth, Int32(rows.yStep), xShift.int32s, yScale.int32s, yShift.int32s,
                    sums)
                tail.finish(rows: 1, sums, to: call.outputs[0] + row * count * width)
            }
        }
    }

    /// `x * output_scale >> output_right_shift`, rounded half up.
    static func requantization(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8, .int16]).form
        guard let type = input.integerType else { throw context.failure("type") }
        let channels = input.shape.last ?? 1
        let bits = try context.bits("bits")
        let method = try context.node.text("method", default: "Rescale")
        guard method == "Rescale" else { throw context.unsupported("attribute 'method' is '\(method)'") }
        let last = input.shape.count - 1
        guard [-1, last].contains(try context.node.integer("axis", default: -1)) else {
            throw context.unsupported("attribute 'axis' is not the last axis")
        }
        let shift = try context.channelIntegers("output_right_shift", count: channels, in: Scaling.shifts)
        let scale = FixedBuffer(try context.channelIntegers("output_scale", count: channels, in: Scaling.factors))
        let half = FixedBuffer(shift.map { $0 > 0 ? Int32(1) << ($0 - 1) : 0 })
        let shifts = FixedBuffer(shift)
        let rows = input.count / channels
        return PreparedNode(outputs: [try context.form(.signed(bits: bits), input.shape)]) { call in
            qk_requantize(
                type, Int64(rows), Int64(channels), call.inputs[0], scale.int32s, half.int32s, shifts.int32s,
                Int32(bits), call.outputs[0])
        }
    }

    /// `x * positive_scale >> positive_right_shift` where x is not negative, elsewhere `x * slope`, scaled. Both round
    /// half up. The slopes are int16, one for each channel; shifts and factors are the same for all.
    static func parametricReLU(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8, .int16]).form
        guard let type = input.integerType else { throw context.failure("type") }
        let channels = input.shape.last ?? 1
        let bits = type == QK_INT8 ? 8 : 16
        let slope = try context.constant(1, .int16)
        guard slope.form.count == 1 || slope.form.count == channels else {
            throw context.failure("slopes of \(slope.form.shape) for \(input.shape)")
        }
        let negative = Tail(
            try context.scaling(
                channels: 1, firstShift: "accu_right_shift", scale: "negative_scale",
                secondShift: "negative_right_shift", rounding: .halfUp, bits: bits
            ).repeated(channels))
        func list(_ value: Int32) -> FixedBuffer { FixedBuffer([Int32](repeating: value, count: channels)) }
        let shift = try context.channelIntegers("positive_right_shift", count: 1, in: Scaling.shifts)[0]
        let scale = list(try context.channelIntegers("positive_scale", count: 1, in: Scaling.factors)[0])
        let half = list(shift > 0 ? 1 << (shift - 1) : 0)
        let shifts = list(shift)
        let zeros = FixedBuffer([Int32](repeating: 0, count: channels))
        let width = bits / 8
        let rowBytes = channels * width
        let rows = input.count / channels
        let slopes = slope.buffer
        let slopeStep: Int32 = slope.form.count == 1 ? 0 : 1
        return PreparedNode(
            outputs: [try context.form(input.type, input.shape)], scratchBytes: channels * 4 + rowBytes
        ) { call in
            let sums = call.scratch(as: Int32.self)
            let negatives = call.scratch + channels * 4
            for row in 0..<rows {
                let (from, to) = (call.inputs[0] + row * rowBytes, call.outputs[0] + row * rowBytes)
                qk_combine(
                    QK_MULTIPLY, Int64(channels), type, from, 1, QK_INT16, slopes.pointer, slopeStep, zeros.int32s,
                    zeros.int32s, zeros.int32s, sums)
                negative.finish(rows: 1, sums, to: negatives)
                qk_requantize(
                    type, 1, Int64(channels), from, scale.int32s, half.int32s, shifts.int32s, Int32(bits), to)
                qk_replace_negative(type, Int64(channels), from, negatives, to)
            }
        }
    }

    /// `x / scale` in float32, rounded half to even. One scale for all. Measured on 1.6 million elements.
    static func quantization(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.float]).form
        let scale = try context.constant(1, .float)
        guard scale.form.count == 1 else { throw context.unsupported("it has \(scale.form.count) scales") }
        try context.expectInputs(atMost: 2)
        let bits = try context.bits("bits")
        let step = scale.buffer.floats[0]
        return PreparedNode(outputs: [try context.form(.signed(bits: bits), input.shape)]) { call in
            qk_quantize(Int64(input.count), step, Int32(bits), call.input(0, as: Float.self), call.outputs[0])
        }
    }

    /// `x * scale` in float32, with one scale for all or one for each place of an axis.
    static func dequantization(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8, .int16, .int32]).form
        let scale = try context.constant(1, .float)
        try context.expectInputs(atMost: 2)
        guard let type = input.integerType else { throw context.failure("type") }
        let output = try context.form(.float, input.shape)
        let steps = scale.form.count
        var inner = input.count
        if steps > 1 {
            let axis = try context.integer("axis", default: 1, in: -input.shape.count...input.shape.count)
            let place = axis < 0 ? axis + input.shape.count : axis
            guard place < input.shape.count, input.shape[place] == steps else {
                throw context.failure("\(steps) scales for \(input.shape)")
            }
            inner = input.shape[(place + 1)...].reduce(1, *)
        }
        let outer = input.count / (inner * steps)
        let scales = scale.buffer
        return PreparedNode(outputs: [output]) { [inner] call in
            qk_dequantize(
                type, Int64(outer), Int64(steps), Int64(inner), scales.floats, call.inputs[0],
                call.output(as: Float.self))
        }
    }
}
