internal import InputContract
package import ONNX
internal import Support

/// Writes a RepViT as an ONNX graph, reparameterised.
///
/// The graph has the form that the vendor's compiler runs fastest and calibrates in batches: no BatchNorm, no
/// parallel branches, no Reshape, GELU as one recognisable chain.
package enum RepViTExporter {
    /// What hb_mapper takes: opset 10 or 11.
    package static let opset = 11
    /// The version of the file format that came with opset 11.
    package static let irVersion = 6
    package static let inputName = "data"
    package static let outputName = "output"
    /// As torch's exporter calls it: hb_mapper names the compiled program after it, `main_graph_subgraph_0`, and
    /// scripts for the board and the simulator rely on that name.
    package static let graphName = "main_graph"

    /// Makes the graph.
    ///
    /// The input is `data`, `[1, 3, size, size]`, RGB, normalised as ``Preprocessing`` says; the output is
    /// `output`, `[1, classes]`, logits. Two calls with the same weights give equal models.
    /// - Parameter producerVersion: the version of the program, for the model's header.
    /// - Throws: ``RepViTError/inputSize(_:)``; ``RepViTError/wrongWeights(source:problem:)`` if a fused weight
    ///   is beyond the range of float32.
    package static func export(
        _ weights: RepViTWeights, inputSize: Int = Preprocessing.defaultInputSize, producerVersion: String = ""
    ) throws -> Model {
        try InputSize.check(inputSize)
        var network = NetworkWriter(weights: weights, inputSize: inputSize)
        let graph = try network.write()
        return Model(
            graph: graph, opset: opset, irVersion: irVersion, producerVersion: producerVersion,
            metadata: [
                MetadataEntry(key: "repvit.variant", value: weights.variant.rawValue),
                MetadataEntry(key: "repvit.weights_sha256", value: weights.sha256.description),
                MetadataEntry(key: "repvit.classes", value: String(weights.head.classes)),
                MetadataEntry(key: "repvit.input_size", value: String(inputSize)),
            ])
    }
}

/// Walks the architecture and writes each layer behind the one before.
private struct NetworkWriter {
    private let architecture: Architecture
    private let layers: Reparameterization
    private var builder: GraphBuilder
    private let input: GraphBuilder.Value

    init(weights: RepViTWeights, inputSize: Int) {
        architecture = Architecture(weights.variant)
        layers = Reparameterization(weights: weights)
        input = GraphBuilder.Value(name: RepViTExporter.inputName, shape: [1, 3, inputSize, inputSize])
        builder = GraphBuilder(name: RepViTExporter.graphName, input: input.name, shape: input.shape)
    }

    mutating func write() throws -> Graph {
        builder.geluConstants()
        var value = try convolution(architecture.stemFirst, input)
        value = builder.gelu("stem.act1", value)
        value = try convolution(architecture.stemSecond, value)
        for stage in architecture.stages {
            if let layer = stage.downsample { value = try downsample(layer, value) }
            for layer in stage.blocks { value = try block(layer, value) }
        }
        value = builder.spatialMean("global_pool", keepsAxes: false, value)
        builder.finish(try classifier(value), as: RepViTExporter.outputName)
        return builder.graph
    }

    private mutating func convolution(
        _ layer: Architecture.ConvNorm, _ input: GraphBuilder.Value
    ) throws -> GraphBuilder.Value {
        builder.convolution(layer.scope, try layers.fuse(layer), stride: layer.stride, groups: layer.groups, input)
    }

    private mutating func block(
        _ layer: Architecture.Block, _ input: GraphBuilder.Value
    ) throws -> GraphBuilder.Value {
        let mixer = layer.tokenMixer
        var value = builder.convolution(mixer.scope, try layers.fuse(mixer), groups: mixer.channels, input)
        if let gate = layer.squeezeExcite { value = try squeezeExcite(gate, value) }
        return try residual(layer.channelMixer, block: layer.scope, value)
    }

    private mutating func squeezeExcite(
        _ layer: Architecture.SqueezeExcite, _ input: GraphBuilder.Value
    ) throws -> GraphBuilder.Value {
        let (first, second) = ("\(layer.scope).fc1", "\(layer.scope).fc2")
        let reduce = try layers.convolution(first, from: layer.channels, to: layer.reducedChannels)
        let restore = try layers.convolution(second, from: layer.reducedChannels, to: layer.channels)
        var value = builder.spatialMean("\(layer.scope).mean", keepsAxes: true, input)
        value = builder.convolution(first, reduce, value)
        value = builder.add("Relu", "\(layer.scope).act", [value.name], shape: value.shape)
        value = builder.convolution(second, restore, value)
        value = builder.add("Sigmoid", "\(layer.scope).gate", [value.name], shape: value.shape)
        return builder.add("Mul", "\(layer.scope).scale", [input.name, value.name], shape: input.shape)
    }

    /// `x + mixer(x)`.
    private mutating func residual(
        _ mixer: Architecture.ChannelMixer, block scope: String, _ input: GraphBuilder.Value
    ) throws -> GraphBuilder.Value {
        var value = try convolution(mixer.expand, input)
        value = builder.gelu("\(mixer.scope).act", value)
        value = try convolution(mixer.project, value)
        return builder.add("Add", "\(scope).add", [input.name, value.name], shape: input.shape)
    }

    private mutating func downsample(
        _ layer: Architecture.Downsample, _ input: GraphBuilder.Value
    ) throws -> GraphBuilder.Value {
        var value = try block(layer.block, input)
        value = try convolution(layer.spatial, value)
        value = try convolution(layer.channel, value)
        return try residual(layer.feedForward, block: layer.scope, value)
    }

    private mutating func classifier(_ input: GraphBuilder.Value) throws -> GraphBuilder.Value {
        let layer = try layers.classifier(features: architecture.features)
        let weight = builder.constant("head.weight", shape: layer.shape, layer.weight)
        let bias = builder.constant("head.bias", shape: [layer.bias.count], layer.bias)
        return builder.add(
            "Gemm", "head", [input.name, weight, bias], shape: [input.shape[0], layer.shape[0]],
            attributes: [
                Attribute("alpha", .float(1)), Attribute("beta", .float(1)), Attribute("transB", .integer(1)),
            ])
    }
}
