internal import InputContract
internal import ONNX

/// A RepViT as it is trained: every branch, BatchNormalization and head a node of its own, with timm's names.
struct TrainingGraph {
    static let inputName = "data"
    static let outputName = "output"
    /// The first opset with `Gelu`, and the version of the file format that came with it.
    static let opset = 20
    static let irVersion = 9
    /// torch's default, which timm keeps.
    static let batchNormEpsilon = 1e-5

    private(set) var graph: Graph
    private let weights: RepViTWeights

    init(_ weights: RepViTWeights, size: ImageSize) {
        self.weights = weights
        let classes = Dimension.fixed(weights.head.classes)
        let shape = InputSpecification.repViT.layout.shape(size).map(Dimension.fixed)
        graph = Graph(
            name: weights.variant.timmName,
            inputs: [ValueInfo(Self.inputName, .tensor(.float, shape: shape))],
            outputs: [ValueInfo(Self.outputName, .tensor(.float, shape: [1, classes]))])
        appendAll(Architecture(weights.variant))
    }

    private mutating func appendAll(_ architecture: Architecture) {
        var value = convNorm(architecture.stemFirst, Self.inputName)
        value = node("Gelu", "stem.act1", [value])
        value = convNorm(architecture.stemSecond, value)
        for stage in architecture.stages {
            if let layer = stage.downsample { value = downsample(layer, value) }
            for layer in stage.blocks { value = block(layer, value) }
        }
        value = node("GlobalAveragePool", "global_pool.pool", [value])
        classifier(node("Flatten", "global_pool.flatten", [value]))
    }

    // MARK: Blocks

    private mutating func block(_ layer: Architecture.Block, _ input: String) -> String {
        var value = tokenMixer(layer.tokenMixer, input)
        if let gate = layer.squeezeExcite { value = squeezeExcite(gate, value) }
        return residual(layer.channelMixer, block: layer.scope, value)
    }

    private mutating func downsample(_ layer: Architecture.Downsample, _ input: String) -> String {
        var value = block(layer.block, input)
        value = convNorm(layer.spatial, value)
        value = convNorm(layer.channel, value)
        return residual(layer.feedForward, block: layer.scope, value)
    }

    /// `BN(ConvNorm3x3(x) + conv1x1(x) + x)`
    private mutating func tokenMixer(_ mixer: Architecture.TokenMixer, _ input: String) -> String {
        let spatial = convNorm(mixer.convolution, input)
        let point = convolution(
            "\(mixer.scope).conv1", weight: "\(mixer.scope).conv1.weight", bias: "\(mixer.scope).conv1.bias",
            groups: mixer.channels, input)
        let sum = node("Add", "\(mixer.scope).branches", [spatial, point])
        return batchNorm("\(mixer.scope).bn", node("Add", "\(mixer.scope).identity", [sum, input]))
    }

    /// `x * sigmoid(fc2(relu(fc1(mean(x)))))`
    private mutating func squeezeExcite(_ layer: Architecture.SqueezeExcite, _ input: String) -> String {
        let (first, second) = ("\(layer.scope).fc1", "\(layer.scope).fc2")
        var value = node("GlobalAveragePool", "\(layer.scope).mean", [input])
        value = convolution(first, weight: "\(first).weight", bias: "\(first).bias", value)
        value = node("Relu", "\(layer.scope).act", [value])
        value = convolution(second, weight: "\(second).weight", bias: "\(second).bias", value)
        return node("Mul", "\(layer.scope).scale", [input, node("Sigmoid", "\(layer.scope).gate", [value])])
    }

    /// `x + mixer(x)`
    private mutating func residual(
        _ mixer: Architecture.ChannelMixer, block scope: String, _ input: String
    ) -> String {
        var value = convNorm(mixer.expand, input)
        value = node("Gelu", "\(mixer.scope).act", [value])
        return node("Add", "\(scope).add", [input, convNorm(mixer.project, value)])
    }

    /// The mean of the heads, each a BatchNormalization before a linear layer.
    private mutating func classifier(_ features: String) {
        let logits = weights.head.scopes.map { linear("\($0).l", batchNorm("\($0).bn", features)) }
        if logits.count == 2 {
            graph.initializers.append(Tensor(name: "head.count", shape: [], floats: [2]))
            _ = node("Div", "head.mean", [node("Add", "head.sum", logits), "head.count"])
        }
        graph.nodes[graph.nodes.count - 1].outputs = [Self.outputName]
    }

    // MARK: Layers

    private mutating func convNorm(_ layer: Architecture.ConvNorm, _ input: String) -> String {
        let value = convolution(
            layer.scope, weight: "\(layer.scope).c.weight", stride: layer.stride, groups: layer.groups, input)
        return batchNorm("\(layer.scope).bn", value)
    }

    /// Padded so that stride 1 keeps the size.
    private mutating func convolution(
        _ name: String, weight: String, bias: String? = nil, stride: Int = 1, groups: Int = 1, _ input: String
    ) -> String {
        let padding = Int64(tensor(weight).shape[2] / 2)
        return node(
            "Conv", name, [input, weight] + [bias].compactMap(\.self).map { tensor($0).name },
            [
                Attribute("group", .integer(Int64(groups))),
                Attribute("pads", .integers([padding, padding, padding, padding])),
                Attribute("strides", .integers([Int64(stride), Int64(stride)])),
            ])
    }

    private mutating func batchNorm(_ scope: String, _ input: String) -> String {
        let statistics = BatchNormPart.allCases.map { tensor("\(scope).\($0.rawValue)").name }
        return node(
            "BatchNormalization", scope, [input] + statistics,
            [Attribute("epsilon", .float(Float(Self.batchNormEpsilon)))])
    }

    private mutating func linear(_ scope: String, _ input: String) -> String {
        node(
            "Gemm", scope, [input, tensor("\(scope).weight").name, tensor("\(scope).bias").name],
            [Attribute("transB", .integer(1))])
    }

    /// Adds a tensor of the weights under its own name.
    private mutating func tensor(_ name: String) -> Tensor {
        let tensor = weights.tensor(name)
        graph.initializers.append(tensor)
        return tensor
    }

    /// Appends a node and returns its output.
    private mutating func node(
        _ operatorType: String, _ name: String, _ inputs: [String], _ attributes: [Attribute] = []
    ) -> String {
        let output = "\(name).output"
        graph.nodes.append(
            Node(operatorType, name: name, inputs: inputs, outputs: [output], attributes: attributes))
        return output
    }
}
