/// Nodes in topological order, and the values that enter and leave them.
public struct Graph: Sendable, Equatable {
    public var name: String
    public var nodes: [Node]
    public var inputs: [ValueInfo]
    public var outputs: [ValueInfo]
    public var initializers: [Tensor]
    public var sparseInitializers: [SparseTensor]
    /// Types of values between inputs and outputs, as far as the file states them.
    public var valueInfo: [ValueInfo]
    public var docString: String
    /// Scales and zero points of quantized values.
    public var quantizationAnnotations: [QuantizationAnnotation] = []
    public var metadata: [MetadataEntry] = []
    var unknownFields: UnknownFields

    public init(
        name: String, nodes: [Node] = [], inputs: [ValueInfo] = [], outputs: [ValueInfo] = [],
        initializers: [Tensor] = [], valueInfo: [ValueInfo] = []
    ) {
        self.name = name
        self.nodes = nodes
        self.inputs = inputs
        self.outputs = outputs
        self.initializers = initializers
        sparseInitializers = []
        self.valueInfo = valueInfo
        docString = ""
        unknownFields = UnknownFields()
    }
}

/// Which tensors hold a quantized value's scale and zero point.
public struct QuantizationAnnotation: Sendable, Equatable {
    /// The name of the value.
    public var tensor: String
    /// From a role (`SCALE_TENSOR`, `ZERO_POINT_TENSOR`) to the name of the tensor that plays it.
    public var parameters: [MetadataEntry]
    var unknownFields = UnknownFields()

    public init(tensor: String, parameters: [MetadataEntry]) {
        self.tensor = tensor
        self.parameters = parameters
    }
}
