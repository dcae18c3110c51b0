internal import GraphPasses
package import InputContract
package import ONNX
internal import Support

/// Writes a RepViT as the ONNX graph that the vendor's compiler runs fastest: the network as it is trained
/// (``TrainingGraph``), simplified by `GraphPasses`, which knows how layers fuse.
package enum RepViTExporter {
    package static let inputName = TrainingGraph.inputName
    package static let outputName = TrainingGraph.outputName

    /// Makes the graph.
    ///
    /// The input is `data`, `[1, 3, height, width]`, RGB, normalized as ``InputSpecification/repViT`` says; the output is
    /// `output`, `[1, classes]`, logits. Two calls with the same weights give equal models.
    /// - Parameter producerVersion: the version of the program, for the model's header.
    /// - Throws: ``RepViTError/inputSize(_:)``; `GraphEditingError.overflow` if a fused weight is beyond the range of
    ///   float32.
    package static func export(
        _ weights: RepViTWeights, size: ImageSize = InputSpecification.repViT.size, producerVersion: String = ""
    ) throws -> Model {
        try InputSize.check(size)
        let network = TrainingGraph(weights, size: size)
        let model = Model(
            graph: network.graph, opset: TrainingGraph.opset, irVersion: TrainingGraph.irVersion,
            producerVersion: producerVersion,
            metadata: [
                MetadataEntry(key: "repvit.variant", value: weights.variant.rawValue),
                MetadataEntry(key: "repvit.weights_sha256", value: weights.sha256.description),
                MetadataEntry(key: "repvit.classes", value: String(weights.head.classes)),
                MetadataEntry(key: "repvit.input_size", value: size.isSquare ? String(size.height) : size.description),
            ])
        var exported = try Simplifier().simplify(model).model
        nameWeightsAfterLayers(&exported.graph)
        return exported
    }

    /// Names weights `LAYER.weight` and `LAYER.bias`; fusing a layer repeatedly leaves numbered names.
    private static func nameWeightsAfterLayers(_ graph: inout Graph) {
        var names: [String: String] = [:]
        for index in graph.nodes.indices where ["Conv", "Gemm"].contains(graph.nodes[index].operatorType) {
            for (operand, suffix) in [(1, "weight"), (2, "bias")] {
                let name = "\(graph.nodes[index].name).\(suffix)"
                names[graph.nodes[index].inputs[operand]] = name
                graph.nodes[index].inputs[operand] = name
            }
        }
        for index in graph.initializers.indices {
            if let name = names[graph.initializers[index].name] { graph.initializers[index].name = name }
        }
    }
}
