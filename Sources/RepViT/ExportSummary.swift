internal import FileSupport
public import ONNXModel

/// What was exported, for people and for other tools.
public struct ExportSummary: Encodable, Sendable {
    public let schemaVersion = 1
    public var variant: Variant
    /// The model's file.
    public var path: String
    /// Of the model's file.
    public var sha256: String
    /// Elements of all weights and biases.
    public var parameters: Int
    public var nodes: Int
    public var classes: Int
    public var inputSize: Int
    public var opset: Int
    public var irVersion: Int
    public var weights: Weights

    public struct Weights: Encodable, Sendable {
        /// The file, or `seed N`.
        public var source: String
        public var sha256: String
        /// False for weights made from a seed.
        public var areTrained: Bool
        /// Whether two heads were averaged into one.
        public var isDistilled: Bool
    }

    /// - Throws: ``RepViTError/file(_:)`` if the model's file cannot be read back to be hashed.
    public init(model: Model, weights: RepViTWeights, areTrained: Bool, inputSize: Int, path: String)
        throws(RepViTError)
    {
        variant = weights.variant
        self.path = path
        do {
            sha256 = try SHA256.hash(file: path).description
        } catch {
            throw .file(error)
        }
        // The three scalars of GELU are no parameters.
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
