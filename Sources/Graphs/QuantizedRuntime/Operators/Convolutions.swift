internal import CQuantizedKernels
internal import GraphRuntime
internal import ONNX

/// Convolutions of int8 or int16 images with int8 weights.
///
///     sum = convolution + bias << b_scale + residual * e_scale << e_shift          modulo 2^32, no saturation
///     saturate(saturate16(sum >> right_shift) * scale >> out_shift)                both shifts round down
///
/// Measured on 10,000 random nodes (18.0 million elements) and on twelve networks.
enum Convolutions {
    static let all: [String: OperatorTable.Preparation] = [
        "HzSQuantizedConv": convolution, "HzSQuantizedPreprocess": preprocessing,
        "HzSQuantizedConvTranspose": transposed,
    ]

    /// Bytes of sums that are computed before their tail is: about half of a core's cache.
    private static let cachedSums = 1 << 18

    static func convolution(_ context: NodeContext) throws -> PreparedNode {
        let weights = try context.constant(1, .int8, rank: 4)
        let image = try context.input(0, [.int8, .int16], rank: 4).form
        let groups = try context.integer("group", default: 1, in: 1...(1 << 16))
        if let stated = try context.node.integers("kernel_shape", count: 2), stated != Array(weights.form.shape[1..<3])
        {
            throw context.failure("attribute 'kernel_shape' is \(stated), the weights are \(weights.form.shape)")
        }
        let form = try context.window(
            input: image.shape, outChannels: weights.form.shape[0], groups: groups,
            kernel: Array(weights.form.shape[1..<3]))
        return try prepare(context, form, weights)
    }

    /// From the bytes of an image, less 128, to the network's own input: color conversion, mean and deviation in one.
    static func preprocessing(_ context: NodeContext) throws -> PreparedNode {
        let weights = try context.constant(1, .int8, rank: 4)
        let image = try context.input(0, [.int8, .int16], rank: 4).form
        guard weights.form.shape[1] == 1, weights.form.shape[2] == 1 else {
            throw context.unsupported("its weights are \(weights.form.shape), not 1x1")
        }
        let form = ConvolutionForm(
            batch: image.shape[0], inChannels: image.shape[3], outChannels: weights.form.shape[0],
            groups: max(1, image.shape[3] / weights.form.shape[3]), input: Array(image.shape[1..<3]), kernel: [1, 1],
            output: Array(image.shape[1..<3]))
        return try prepare(context, form, weights)
    }

    private static func prepare(
        _ context: NodeContext, _ form: ConvolutionForm, _ weights: (form: TensorForm, buffer: FixedBuffer)
    ) throws -> PreparedNode {
        try context.expectChannelsLast()
        try context.expectInputs(atMost: 5)
        let input = try context.input(0).form
        guard let type = input.integerType, form.inChannels % form.groups == 0, form.outChannels % form.groups == 0,
            weights.form.shape[3] == form.channelsPerGroup
        else {
            throw context.failure("weights of \(weights.form.shape) for \(input.shape) in \(form.groups) groups")
        }
        let bits = try context.bits(among: [8, 16, 32])
        var scaling = try self.scaling(context, channels: form.outChannels, bits: bits)
        let shape = [form.batch] + form.output + [form.outChannels]
        let output = try context.form(.signed(bits: bits), shape)
        let addsResidual = try context.node.flag("use_sumin", default: false)
        if addsResidual {
            guard try context.input(4, [.int8]).form.shape == shape else {
                throw context.failure("a residual of \(try context.input(4).form.shape) for a result of \(shape)")
            }
            scaling.residual = Scaling.Residual(
                scale: try context.channelIntegers("e_scale", count: form.outChannels, in: Scaling.factors),
                shift: try context.channelIntegers("e_shift", count: form.outChannels, in: -31...31))
        }
        let tail = Tail(scaling)
        let (piece, count) = form.pieces(sumBytes: cachedSums)
        let convolution = ExactConvolution(piece, type: type, weights: weights.buffer, workers: context.workers)
        let pixels = piece.batch * piece.outputPixels
        let elements = pixels * form.outChannels
        let sumBytes = (elements * 4 + 63) / 64 * 64
        let inputStep = input.byteCount / count
        let table = context.fusedTable
        let name = context.node.description
        return PreparedNode(outputs: [output], scratchBytes: sumBytes + convolution.scratchBytes) { call in
            let sums = call.scratch(as: Int32.self)
            for index in 0..<count {
                guard
                    convolution.run(
                        from: call.inputs[0] + index * inputStep, sums: sums, scratch: call.scratch + sumBytes,
                        worker: call.worker)
                else { throw RuntimeError.library(node: name, problem: "oneDNN's convolution failed") }
                let to = call.outputs[0] + index * elements * (bits / 8)
                tail.finish(
                    rows: pixels, sums,
                    residual: addsResidual ? call.input(4, as: Int8.self) + index * elements : nil, to: to)
                if let table {
                    let bytes = to.assumingMemoryBound(to: Int8.self)
                    qk_look_up8(Int64(elements), bytes, table.int8s, bytes)
                }
            }
        }
    }

    private static func scaling(_ context: NodeContext, channels: Int, bits: Int) throws -> Scaling {
        var scaling =
            bits == 32
            ? Scaling(rawChannels: channels)
            : try context.scaling(
                channels: channels, firstShift: "right_shift", scale: "scale", secondShift: "out_shift",
                rounding: .down, bits: bits)
        if try context.node.flag("use_bias", default: true) {
            let bias = try context.constant(2, .int32)
            let shifts = try context.constant(3, .int8)
            guard bias.form.count == channels, shifts.form.count == channels else {
                throw context.failure(
                    "\(bias.form.count) biases and \(shifts.form.count) shifts for \(channels) channels")
            }
            scaling.addend = try (0..<channels).map { channel in
                let shift = Int(shifts.buffer.int8s[channel])
                guard Scaling.shifts.contains(shift) else { throw context.failure("a bias shifted by \(shift)") }
                return bias.buffer.int32s[channel] << Int32(shift)
            }
        }
        let activation = try context.node.text("activation", default: "")
        guard ["", "relu"].contains(activation) else {
            throw context.unsupported("attribute 'activation' is '\(activation)'")
        }
        scaling.clipsNegative = activation == "relu"
        return scaling
    }

    /// Weights are `[in, height, width, out]`. Both shifts round down.
    static func transposed(_ context: NodeContext) throws -> PreparedNode {
        try context.expectChannelsLast()
        try context.expectInputs(atMost: 4)
        let input = try context.input(0, [.int8], rank: 4).form
        let weights = try context.constant(1, .int8, rank: 4)
        let shape = weights.form.shape
        guard try context.integer("group", default: 1, in: 1...(1 << 16)) == 1 else {
            throw context.unsupported("it has groups")
        }
        for name in ["output_padding", "dilations"] {
            let neutral = name == "dilations" ? 1 : 0
            guard try context.integers(name, count: 2, default: neutral, in: 0...255) == [neutral, neutral] else {
                throw context.unsupported("attribute '\(name)' was never seen other than \(neutral)")
            }
        }
        guard shape[0] == input.shape[3] else { throw context.failure("weights of \(shape) for \(input.shape)") }
        let sizes = ConvolutionForm.sizes
        let strides = try context.integers("strides", count: 2, default: 1, in: sizes)
        let pads = try context.integers("pads", count: 4, default: 0, in: 0...sizes.upperBound)
        let larger = (0..<2).map { axis -> Int in
            let full = (input.shape[1 + axis] - 1) * strides[axis] + shape[1 + axis]
            return full - pads[axis] - pads[2 + axis]
        }
        guard larger.allSatisfy({ $0 >= 1 }) else { throw context.failure("its pads leave nothing of the result") }
        let form = ConvolutionForm(
            batch: input.shape[0], inChannels: shape[3], outChannels: shape[0], input: larger,
            kernel: Array(shape[1..<3]), strides: strides, padsBegin: Array(pads[..<2]), padsEnd: Array(pads[2...]),
            output: Array(input.shape[1..<3]))
        let output = try context.form(.int8, [input.shape[0]] + larger + [shape[3]])
        var scaling = try context.scaling(
            channels: shape[3], firstShift: "accu_right_shift", scale: "y_quant_scale", secondShift: "y_right_shift",
            rounding: .down, bits: 8)
        if try context.node.flag("use_bias", default: true) {
            let bias = try context.constant(2, .int32)
            guard bias.form.count == shape[3] else { throw context.failure("\(bias.form.count) biases") }
            let shifts = try context.channelIntegers("b_left_shift", count: shape[3], in: Scaling.shifts)
            scaling.addend = shifts.indices.map { bias.buffer.int32s[$0] << shifts[$0] }
        }
        let tail = Tail(scaling)
        let buffer = weights.buffer
        let rows = output.count / shape[3]
        return PreparedNode(outputs: [output], scratchBytes: output.count * 4) { call in
            let sums = call.scratch(as: Int32.self)
            withUnsafePointer(to: form.c) {
                qk_convolve_transposed($0, call.input(0, as: Int8.self), buffer.int8s, sums)
            }
            tail.finish(rows: rows, sums, to: call.outputs[0])
        }
    }
}
