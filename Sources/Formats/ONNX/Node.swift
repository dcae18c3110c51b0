/// One application of an operator.
package struct Node: Sendable, Equatable {
    /// May be empty; not necessarily unique.
    package var name: String
    package var operatorType: String
    /// Empty for the default domain `ai.onnx`.
    package var domain: String
    /// Names of values; an empty name is an optional input left out.
    package var inputs: [String]
    package var outputs: [String]
    package var attributes: [Attribute]
    package var docString: String
    /// Which of several functions of the same name is meant; empty for operators.
    package var overload: String
    /// Where exporters say what a node came from: torch writes name scopes and the line of source here.
    package var metadata: [MetadataEntry] = []
    var unknownFields: UnknownFields

    package init(
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
    package var description: String {
        let name = name.isEmpty ? outputs.first { !$0.isEmpty } ?? "" : name
        return name.isEmpty ? operatorType : "\(name) (\(operatorType))"
    }
}

extension Node {
    /// Whether the operator is of the ONNX standard's default domain.
    package var isInDefaultDomain: Bool { domain.isEmpty || domain == "ai.onnx" }
}
