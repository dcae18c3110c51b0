internal import CFloatKernels
internal import ONNX

/// Takes what follows a convolution into it: a batch normalisation into its weights; an addition, a function and a factor
/// into the pass over its result.
enum ConvolutionChains {
    static func join(_ graph: inout FusionGraph, memory: MemoryPool) throws {
        for start in graph.items.indices {
            guard graph.items[start]?.node.operatorType == "Conv" else { continue }
            var index: Int? = start
            while let current = index { index = try extend(&graph, current, memory) }
        }
    }

    /// One node more; where the convolution then is, `nil` if there is none.
    private static func extend(
        _ graph: inout FusionGraph, _ index: Int, _ memory: MemoryPool
    ) throws -> Int? {
        guard var item = graph.items[index], let output = item.node.outputs.first,
            let next = graph.soleUser(of: output)
        else { return nil }
        let isLinear = item.fusion.activation == FK_ACTIVATION_NONE && item.fusion.factor == 1
        if next.node.operatorType == "BatchNormalization", isLinear, item.fusion.addition == FK_ADD_NOTHING {
            guard try fold(&graph, &item, next.node, memory) else { return nil }
        } else if next.node.operatorType == "Add", item.fusion.addition == FK_ADD_NOTHING,
            let addend = graph.other(next.node, than: output), !graph.constants.contains(addend)
        {
            item.addend = addend
            item.fusion.addition = isLinear ? FK_ADD_BEFORE_ACTIVATION : FK_ADD_AFTER_ACTIVATION
        } else if next.node.operatorType == "Mul", item.fusion.addition != FK_ADD_AFTER_ACTIVATION,
            let factor = graph.operands(next.node), factor.value == output
        {
            item.fusion.factor *= factor.number
        } else if isLinear,
            let activation = activation(graph, next.node, of: output)
        {
            (item.fusion.activation, item.fusion.alpha, item.fusion.beta) = activation
        } else {
            return nil
        }
        item.node.outputs = [next.node.outputs[0]]
        graph.replace([index, next.index], with: item)
        return max(index, next.index)
    }

    /// What oneDNN calls a node, with its parameters.
    private static func activation(
        _ graph: FusionGraph, _ node: Node, of input: String
    ) -> (fk_activation, Float, Float)? {
        guard node.inputs.first == input, node.domain.isEmpty || node.domain == "ai.onnx" else { return nil }
        switch node.operatorType {
        case "Relu": return (FK_ACTIVATION_RELU, 0, 0)
        case "Sigmoid": return (FK_ACTIVATION_SIGMOID, 0, 0)
        case "Tanh": return (FK_ACTIVATION_TANH, 0, 0)
        case "Swish": return (try? node.float("alpha", default: 1)).map { (FK_ACTIVATION_SWISH, $0, 0) }
        case "HardSwish": return (FK_ACTIVATION_HARD_SWISH, 0, 0)
        case "LeakyRelu": return (try? node.float("alpha", default: 0.01)).map { (FK_ACTIVATION_LEAKY_RELU, $0, 0) }
        case "HardSigmoid":
            guard let alpha = try? node.float("alpha", default: 0.2), let beta = try? node.float("beta", default: 0.5)
            else { return nil }
            return (FK_ACTIVATION_HARD_SIGMOID, alpha, beta)
        case "Gelu":
            switch try? node.text("approximate", default: "none") {
            case "none": return (FK_ACTIVATION_GELU_ERF, 0, 0)
            case "tanh": return (FK_ACTIVATION_GELU_TANH, 0, 0)
            default: return nil
            }
        case "Clip":
            guard let bounds = ActivationForms.bounds(graph, node), bounds[0] <= bounds[1],
                bounds.allSatisfy(\.isFinite)
            else { return nil }
            return (FK_ACTIVATION_CLIP, bounds[0], bounds[1])
        default: return nil
        }
    }

    /// Multiplies a normalisation into the weights, in double. Gives `false` if one of the operands is no constant.
    private static func fold(
        _ graph: inout FusionGraph, _ item: inout FusionGraph.Item, _ node: Node, _ memory: MemoryPool
    ) throws -> Bool {
        let names = Array(item.node.inputs.dropFirst()) + node.inputs.dropFirst()
        guard node.inputs.count == 5, node.outputs.count == 1, item.node.inputs.count >= 2,
            try graph.constants.value(item.node.inputs[1])?.type == .float,
            names.allSatisfy({ $0.isEmpty || graph.constants.contains($0) }),
            let weights = try graph.constants.value(item.node.inputs[1]), weights.rank >= 3,
            (try? node.flag("training_mode", default: false)) == false,
            let epsilon = try? node.float("epsilon", default: 1e-5)
        else { return false }
        var parameters: [[Double]] = []
        let channels = weights.shape[0]
        for name in node.inputs.dropFirst() {
            guard let value = try graph.constants.value(name), value.shape == [channels] else { return false }
            let wide = try value.converted(to: .double, in: memory).bytes.assumingMemoryBound(to: Double.self)
            parameters.append(Array(UnsafeBufferPointer(start: wide, count: channels)))
        }
        let biasName = item.node.inputs.count > 2 ? item.node.inputs[2] : ""
        let bias = try graph.constants.value(biasName)
        if let bias, bias.type != .float || bias.shape != [channels] { return false }
        let folded = try Value(.float, weights.shape, in: memory)
        let shifted = try Value(.float, [channels], in: memory)
        let count = channels == 0 ? 0 : weights.count / channels
        for channel in 0..<channels {
            let factor = parameters[0][channel] / (parameters[3][channel] + Double(epsilon)).squareRoot()
            fk_scale(count, weights.floats + channel * count, folded.floats + channel * count, factor)
            let shift = Double(bias?.floats[channel] ?? 0) - parameters[2][channel]
            shifted.floats[channel] = Float(parameters[1][channel] + shift * factor)
        }
        // No name in a file holds a NUL.
        let name = item.node.outputs[0] + "\0"
        graph.constants.drop(item.node.inputs[1])
        graph.constants.set(name + "weights", to: folded)
        graph.constants.set(name + "bias", to: shifted)
        item.node.inputs = [item.node.inputs[0], name + "weights", name + "bias"]
        return true
    }
}
