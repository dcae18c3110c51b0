internal import CQuantizedKernels
internal import GraphRuntime
internal import ONNX

/// Pools of `[batch, height, width, channels]`.
enum Pools {
    static let all: [String: OperatorTable.Preparation] = [
        "HzSQuantizedGlobalAveragePool": globalAverage, "HzQuantizedMaxPool": largest,
        "HzQuantizedAveragePool": average,
    ]

    /// The sum over height and width, scaled; unlike elsewhere, the attribute is how both shifts round. Without a
    /// scale, the result is the sum itself. Measured on 24,000 elements.
    static func globalAverage(_ context: NodeContext) throws -> PreparedNode {
        try context.expectChannelsLast()
        let input = try context.input(0, [.int8, .int16], rank: 4).form
        guard let type = input.integerType else { throw context.failure("type") }
        let (batch, pixels, channels) = (input.shape[0], input.shape[1] * input.shape[2], input.shape[3])
        guard pixels << (type == QK_INT8 ? 7 : 15) < 1 << 30 else {
            throw context.unsupported("the sum of \(pixels) pixels may leave 32 bits")
        }
        let bits = try context.bits(among: [8, 16, 32])
        var scaling = Scaling(rawChannels: channels)
        if bits < 32 {
            let rounding: Scaling.Rounding = try context.rounds() ? .halfUp : .down
            scaling = try context.scaling(
                channels: channels, firstShift: "accu_right_shift", scale: "output_scale",
                secondShift: "output_right_shift", rounding: rounding, bits: bits)
            scaling.firstRounding = rounding
        }
        let tail = Tail(scaling)
        let output = try context.form(.signed(bits: bits), [batch, 1, 1, channels])
        return PreparedNode(outputs: [output], scratchBytes: batch * channels * 4) { call in
            let sums = call.scratch(as: Int32.self)
            qk_sum(type, Int64(batch), Int64(pixels), Int64(channels), call.inputs[0], sums)
            tail.finish(rows: batch, sums, to: call.outputs[0])
        }
    }

    /// The largest under the window, or -128 if that is larger: measured, also on int16, where it is not the largest.
    static func largest(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8, .int16], rank: 4).form
        guard let type = input.integerType else { throw context.failure("type") }
        let form = try window(context, input)
        let output = try context.form(input.type, [form.batch] + form.output + [form.outChannels])
        return PreparedNode(outputs: [output]) { call in
            withUnsafePointer(to: form.c) { qk_max_pool($0, type, call.inputs[0], call.outputs[0]) }
        }
    }

    /// What the vendor's runtime multiplies a square window's sum by, and the shift that follows, which rounds down. It
    /// divides by the whole window also where a part of it is padding. What it does with larger windows is not an average
    /// (5x5 overflows, 6x6 and 8x8 give 0), and is not known to the last bit.
    private static let averages: [Int: (factor: Int32, shift: Int32)] = [
        2: (1, 2), 3: (7, 6), 4: (1, 4),
    ]

    static func average(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8], rank: 4).form
        let form = try window(context, input)
        guard form.kernel[0] == form.kernel[1], form.dilations == [1, 1], let average = averages[form.kernel[0]],
            try !context.node.flag("ceil_mode", default: false)
        else { throw context.unsupported("an average over \(form.kernel) is not known") }
        let output = try context.form(.int8, [form.batch] + form.output + [form.outChannels])
        return PreparedNode(outputs: [output]) { call in
            withUnsafePointer(to: form.c) {
                qk_average_pool(
                    $0, call.input(0, as: Int8.self), average.factor, average.shift, call.output(as: Int8.self))
            }
        }
    }

    private static func window(_ context: NodeContext, _ input: TensorForm) throws -> ConvolutionForm {
        try context.expectChannelsLast()
        let form = try context.window(
            input: input.shape, outChannels: input.shape[3],
            kernel: try context.integers("kernel_shape", count: 2, in: ConvolutionForm.sizes),
            roundsUp: try context.node.flag("ceil_mode", default: false))
        for axis in 0..<2 where (form.output[axis] - 1) * form.strides[axis] - form.padsBegin[axis] >= form.input[axis]
        {
            throw context.unsupported("a window begins after the end of its input")
        }
        return form
    }
}
