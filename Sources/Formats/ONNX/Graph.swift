/// Nodes in topological order, and the values that enter and leave them.
package struct Graph: Sendable, Equatable {
    package var name: String
    package var nodes: [Node]
    package var inputs: [ValueInfo]
    package var outputs: [ValueInfo]
    package var initializers: [Tensor]
    package var sparseInitializers: [SparseTensor]
    /// Types of values between inputs and outputs, as far as the file states them.
    package var valueInfo: [ValueInfo]
    package var docString: String
    /// Scales and zero points of quantized values.
    package var quantizationAnnotations: [QuantizationAnnotation] = []
    package var metadata: [MetadataEntry] = []
    var unknownFields: UnknownFields

    package init(
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
package struct QuantizationAnnotation: Sendable, Equatable {
    /// The name of the value.
    package var tensor: String
    /// From a role (`SCALE_TENSOR`, `ZERO_POINT_TENSOR`) to the name of the tensor that plays it.
    package var parameters: [MetadataEntry]
    var unknownFields = UnknownFields()

    package init(tensor: String, parameters: [MetadataEntry]) {
        self.tensor = tensor
        self.parameters = parameters
    }
}

extension Graph {
    /// The inputs that a caller feeds: files of IR version 3 list initializers among the inputs.
    package var realInputs: [ValueInfo] {
        let constants = Set(initializers.map(\.name)).union(sparseInitializers.map(\.values.name))
        return inputs.filter { !constants.contains($0.name) }
    }
}
