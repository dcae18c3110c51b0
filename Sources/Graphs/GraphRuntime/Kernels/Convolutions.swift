internal import CFloatKernels
internal import ONNX
internal import ONNXOperators

extension OperatorKernels {
    static let convolutions: [String: OperatorKernel] = [
        "Conv": OperatorKernel(.single) { context throws in [try convolve(context)] },
        "ConvTranspose": OperatorKernel(.single) { context throws in [try transposed(context)] },
    ]

    /// The operands of both, checked against each other.
    private struct Operands {
        let value: Value
        let weights: Value
        let bias: Value?
        let groups: Int
    }

    private static func operands(
        _ context: KernelContext, isTransposed: Bool
    ) throws -> Operands {
        let value = try context.any(0)
        let weights = try context.input(1)
        let bias = try context.optionalInput(2)
        try context.check(
            value.type == .float && weights.type == .float && bias?.type ?? .float == .float,
            "it does not take \(value.type) with \(weights.type)")
        try context.check(value.rank == weights.rank, "\(value.shape) and weights \(weights.shape) do not fit")
        guard (3...5).contains(value.rank) else {
            throw context.unsupported("expected one to three spatial axes, found \(value.shape)")
        }
        let groups = try context.integer("group", default: 1)
        let (from, to) = isTransposed ? (weights.shape[0], 0) : (weights.shape[1], weights.shape[0])
        let channels = isTransposed ? from : from.multipliedReportingOverflow(by: groups).partialValue
        try context.check(
            groups >= 1 && channels == value.shape[1] && channels > 0 && channels % groups == 0 && to % groups == 0
                && weights.count > 0, "\(value.shape), weights \(weights.shape) and \(groups) groups do not fit")
        if let stated = try context.integers("kernel_shape") {
            try context.check(
                stated == Array(weights.shape[2...]),
                "attribute 'kernel_shape' is \(stated), the weights' \(weights.shape)")
        }
        let outputs = isTransposed ? weights.shape[1] * groups : to
        if let bias { try context.check(bias.shape == [outputs], "a bias of \(bias.shape) for \(outputs) channels") }
        return Operands(value: value, weights: weights, bias: bias, groups: groups)
    }

    private static func convolve(_ context: KernelContext) throws -> Value {
        let operands = try operands(context, isTransposed: false)
        let weights = operands.weights
        let shape = operands.value.shape
        let window = try Window(context, input: Array(shape[2...]), kernel: Array(weights.shape[2...]))
        let result = try context.make(.float, [shape[0], weights.shape[0]] + window.output, order: .channelsLast)
        guard result.count > 0 else { return result }
        let fusion = context.fusion
        let addend = fusion.addition == FK_ADD_NOTHING ? nil : context.optional(3)
        if let addend, addend.shape != result.shape || addend.type != .float {
            return try convolveAddingBroadcast(context, addend)
        }
        let added = try addend?.ordered(.channelsLast, in: context.memory)
        func prepare() throws -> PreparedConvolution {
            let form = fk_convolution_form(
                axes: Int32(window.input.count), batch: Int64(shape[0]), in_channels: Int64(shape[1]),
                out_channels: Int64(weights.shape[0]), groups: Int64(operands.groups),
                input: Window.three(window.input, 1, inFront: false),
                output: Window.three(window.output, 1, inFront: false),
                kernel: Window.three(window.kernel, 1, inFront: false),
                strides: Window.three(window.strides, 1, inFront: false),
                dilations: Window.three(window.dilations, 1, inFront: false),
                pads_begin: Window.three(window.padsBegin, 0, inFront: false),
                pads_end: Window.three(window.padsEnd, 0, inFront: false), has_bias: operands.bias == nil ? 0 : 1,
                activation: fusion.activation, alpha: fusion.alpha, beta: fusion.beta, factor: fusion.factor,
                addition: fusion.addition)
            do { return try PreparedConvolution(form) } catch let error as PreparationFailure {
                throw RuntimeError.library(node: context.node.description, problem: error.reason)
            }
        }
        let key = Preparations.Key(
            input: shape, weights: weights.shape, fusion: [fusion.addition.rawValue, fusion.activation.rawValue])
        let prepared =
            if let preparations = context.preparations { try preparations.convolution(key, prepare) } else {
                try prepare()
            }
        let input = try operands.value.ordered(.channelsLast, in: context.memory)
        guard
            try prepared.run(
                from: input, weights: weights, bias: operands.bias, added: added, to: result, memory: context.memory)
        else { throw RuntimeError.library(node: context.node.description, problem: "oneDNN's convolution failed") }
        return result
    }

    /// Step by step, where what is added is broadcast.
    private static func convolveAddingBroadcast(
        _ context: KernelContext, _ added: Value
    ) throws -> Value {
        var plain = context
        plain.fusion.addition = FK_ADD_NOTHING
        if context.fusion.addition == FK_ADD_AFTER_ACTIVATION {
            return try context.combine(FK_ADD, try convolve(plain), added)
        }
        plain.fusion.activation = FK_ACTIVATION_NONE
        plain.fusion.factor = 1
        let sum = try context.combine(FK_ADD, try convolve(plain), added)
        return try context.apply(context.fusion, to: sum)
    }

    private static func transposed(_ context: KernelContext) throws -> Value {
        let operands = try operands(context, isTransposed: true)
        let value = try operands.value.ordered(.rowMajor, in: context.memory)
        let weights = operands.weights
        let window = try Window(
            transposed: context, smaller: Array(value.shape[2...]), kernel: Array(weights.shape[2...]))
        let perGroup = weights.shape[1]
        let channels = perGroup * operands.groups
        let result = try context.make(.float, [value.shape[0], channels] + window.input)
        let form = window.form(
            inputStrides: Value.strides(of: window.input), outputStrides: Value.strides(of: window.output))
        let from = window.output.reduce(1, *)
        let to = window.input.reduce(1, *)
        let kernel = window.kernel.reduce(1, *)
        let inputsPerGroup = value.shape[1] / operands.groups
        for n in 0..<value.shape[0] {
            for channel in 0..<channels {
                let target = result.floats + (n * channels + channel) * to
                var start = operands.bias?.floats[channel] ?? 0
                fk_fill(4, to, target, &start)
                let group = channel / perGroup
                for input in group * inputsPerGroup..<(group + 1) * inputsPerGroup {
                    withUnsafePointer(to: form) { form in
                        fk_transposed_convolution(
                            form, value.floats + (n * value.shape[1] + input) * from,
                            weights.floats + (input * perGroup + channel % perGroup) * kernel, target)
                    }
                }
            }
        }
        return result
    }
}

extension KernelContext {
    /// The function of a fusion, and its factor, on their own.
    fileprivate func apply(_ fusion: Fusion, to value: Value) throws -> Value {
        let result = try activate(fusion, value)
        return fusion.factor == 1 ? result : try apply(FK_AFFINE, to: result, Double(fusion.factor), 0)
    }

    private func activate(_ fusion: Fusion, _ value: Value) throws -> Value {
        let (a, b) = (Double(fusion.alpha), Double(fusion.beta))
        switch fusion.activation {
        case FK_ACTIVATION_RELU: return try apply(FK_RELU, to: value)
        case FK_ACTIVATION_CLIP: return try apply(FK_CLIP, to: value, a, b)
        case FK_ACTIVATION_SIGMOID: return try apply(FK_SIGMOID, to: value)
        case FK_ACTIVATION_SWISH: return try apply(FK_SWISH, to: value, a)
        case FK_ACTIVATION_HARD_SWISH: return try apply(FK_HARDSWISH, to: value)
        case FK_ACTIVATION_HARD_SIGMOID: return try apply(FK_HARD_SIGMOID, to: value, a, b)
        case FK_ACTIVATION_GELU_ERF: return try apply(FK_GELU_ERF, to: value)
        case FK_ACTIVATION_GELU_TANH: return try apply(FK_GELU_TANH, to: value)
        case FK_ACTIVATION_LEAKY_RELU: return try apply(FK_LEAKY_RELU, to: value, a)
        case FK_ACTIVATION_TANH: return try apply(FK_TANH, to: value)
        default: return value
        }
    }
}
