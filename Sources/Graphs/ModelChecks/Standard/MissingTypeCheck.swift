internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// What enters and leaves the model has a type; a tensor's has a shape, of which single sizes may be open.
enum MissingTypeCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "missing-type",
        summary: "inputs and outputs of the model state their types, tensors with element type and shape",
        reason: """
            Inputs and outputs are the model's interface: who runs it allocates memory by them. Values within the graph \
            need no type, since theirs follow.
            """,
        fix: "State type and shape in graph.input and graph.output; onnx.shape_inference fills in those of outputs.",
        example: "output: {name: 'logits', type: float}, without a shape")

    static func findings(in context: CheckContext) -> [Finding] {
        let graph = context.model.graph
        return (graph.inputs + graph.outputs).compactMap { value in
            problem(value).map { rule.error("'\(value.name)' enters or leaves the model \($0)") }
        }
    }

    private static func problem(_ value: ValueInfo) -> String? {
        switch value.type {
        case nil: "without a type"
        // Stated as undefined it may yet follow from the nodes.
        case .tensor(.undefined, _), .sparseTensor(.undefined, _):
            statesElementType(value) ? nil : "without an element type"
        case .tensor(_, nil), .sparseTensor(_, nil): "without a shape"
        case .opaque(_, ""): "with a type that has no name"
        default: nil
        }
    }

    /// Whether the message says that the element type is undefined, and does not just leave it out.
    private static func statesElementType(_ value: ValueInfo) -> Bool {
        // As it was read it is as it is written, with the element type.
        guard let stated = value.statedType else { return true }
        return stated.bytes.withUnsafeBytes { bytes in
            var type = WireReader(bytes, 0..<bytes.count)
            while !type.isAtEnd, let tag = try? type.tag() {
                guard tag.type == .lengthDelimited, tag.number != 6, let range = try? type.lengthDelimited() else {
                    guard (try? type.skip(tag.type)) != nil else { return false }
                    continue
                }
                var tensor = WireReader(bytes, range)
                while !tensor.isAtEnd, let field = try? tensor.tag(), (try? tensor.skip(field.type)) != nil {
                    if field.number == 1 { return true }
                }
            }
            return false
        }
    }
}
