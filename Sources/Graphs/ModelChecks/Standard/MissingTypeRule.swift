internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Model inputs and outputs have types; tensors have shapes, of which single sizes may be dynamic.
enum MissingTypeRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "missing-type", .error, .standard,
        summary: "model inputs and outputs declare element type and shape",
        reason: """
            They are the model's interface, and runtimes allocate memory from them. Types of inner values are \
            inferred.
            """,
        fix: "Declare type and shape in graph.input and graph.output.",
        example: "output: {name: 'logits', type: float} without a shape")

    static func findings(in context: CheckContext) -> [Finding] {
        let graph = context.model.graph
        return (graph.inputs + graph.outputs).compactMap { value in
            problem(value).map { error("model input or output '\(value.name)' has \($0)") }
        }
    }

    private static func problem(_ value: ValueInfo) -> String? {
        switch value.type {
        case nil: "no type"
        // An explicitly undefined element type may follow from the nodes.
        case .tensor(.undefined, _), .sparseTensor(.undefined, _):
            statesElementType(value) ? nil : "no element type"
        case .tensor(_, nil), .sparseTensor(_, nil): "no shape"
        case .opaque(_, ""): "an unnamed type"
        default: nil
        }
    }

    /// Whether the message states the element type (as undefined) rather than omitting it.
    private static func statesElementType(_ value: ValueInfo) -> Bool {
        // Unchanged since it was read: the element type is stated.
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
