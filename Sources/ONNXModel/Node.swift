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
    /// Which of several functions of the same name is meant; empty for operators.
    public var overload: String
    /// Where exporters say what a node came from: torch writes name scopes and the line of source here.
    public var metadata: [MetadataEntry] = []
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
        overload = ""
        unknownFields = UnknownFields()
    }
}

extension Node: CustomStringConvertible {
    /// `name (OpType)`; by its first output if it has no name.
    public var description: String {
        let name = name.isEmpty ? outputs.first { !$0.isEmpty } ?? "" : name
        return name.isEmpty ? operatorType : "\(name) (\(operatorType))"
    }
}
