/// One application of an operator.
public struct Node: Sendable, Equatable {
    /// May be empty; not necessarily unique.
    public var name: String
    public var operatorType: String
    /// Empty for the default domain `ai.onnx`.
    public var domain: String
    /// Names of values; an empty name is an optional input left out.
    public var inputs: [String]
    public var outputs: [String]
    public var attributes: [Attribute]
    public var docString: String
    var unknownFields: UnknownFields

    public init(
        _ operatorType: String, name: String = "", domain: String = "", inputs: [String], outputs: [String],
        attributes: [Attribute] = [], docString: String = ""
    ) {
        self.name = name
        self.operatorType = operatorType
        self.domain = domain
        self.inputs = inputs
        self.outputs = outputs
        self.attributes = attributes
        self.docString = docString
        unknownFields = UnknownFields()
    }
}
