package import ONNX
internal import Support

/// What was exported, for people and for other tools.
package struct ExportSummary: Encodable, Sendable {
    package let schemaVersion = 1
    package var variant: Variant
    /// The model's file.
    package var path: String
    /// Of the model's file.
    package var sha256: String
    /// Elements of all weights and biases.
    package var parameters: Int
    package var nodes: Int
    package var classes: Int
    package var inputSize: Int
    package var opset: Int
    package var irVersion: Int
    package var weights: Weights

    package struct Weights: Encodable, Sendable {
        /// The file, or `seed N`.
        package var source: String
        package var sha256: String
        /// False for weights made from a seed.
        package var areTrained: Bool
        /// Whether two heads were averaged into one.
        package var isDistilled: Bool
    }

    /// - Throws: `FileError` if the model's file cannot be read back to be hashed.
    package init(model: Model, weights: RepViTWeights, areTrained: Bool, inputSize: Int, path: String)
        throws
    {
        variant = weights.variant
        self.path = path
        sha256 = try SHA256.hash(file: path).description
        // Scalars belong to activations.
        parameters = model.graph.initializers.reduce(0) { sum, tensor in
            tensor.shape.isEmpty ? sum : sum + (tensor.elementCount ?? 0)
        }
        nodes = model.graph.nodes.count
        classes = weights.head.classes
        self.inputSize = inputSize
        opset = model.opset ?? 0
        irVersion = model.irVersion
        self.weights = Weights(
            source: weights.source, sha256: weights.sha256.description, areTrained: areTrained,
            isDistilled: weights.head.isDistilled)
    }
}
