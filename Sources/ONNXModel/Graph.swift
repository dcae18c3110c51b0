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
