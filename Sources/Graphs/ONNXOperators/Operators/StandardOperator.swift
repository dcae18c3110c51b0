/// What an opset of the default domain says of an operator, by the schemas of onnx.
package struct StandardOperator: Sendable {
    /// How many inputs a node may have.
    package let inputs: ClosedRange<Int>
    package let attributes: Set<String>

    /// `nil` if the opset has no such operator, or has it no more.
    package init?(_ name: String, opset: Int) {
        guard case .signature(let signature) = OperatorTable.standard.entry(name, opset: opset) else { return nil }
        inputs = signature.inputCount
        attributes = Set(signature.attributes.keys)
    }
}
