internal import ONNX

/// Operators on values that may be there or not.
enum Optionals {
    static func make(_ context: inout NodeContext) throws {
        guard context.outputs.count == 1 else { throw context.failure("it has \(context.outputs.count) outputs") }
        switch (context.node.inputs.count, context.node.attribute("type")) {
        case (0, .type(let type)?): context.set(0, .optional(type))
        case (0, let other?): throw context.node.refusal("type", "expected a type, found \(other.summary)")
        case (1, _): context.set(0, .optional(try context.knownType(0)))
        default: throw context.failure("expected either an input or the attribute 'type'")
        }
    }

    static func hasElement(_ context: inout NodeContext) throws {
        let isOptional = context.opset >= 18
        guard context.node.inputs.count == 1 || isOptional && context.node.inputs.isEmpty, context.outputs.count == 1
        else {
            throw context.failure("expected \(isOptional ? "at most " : "")one input, and one output")
        }
        context.set(0, .bool, [])
    }

    static func getElement(_ context: inout NodeContext) throws {
        guard context.node.inputs.count == 1 else { throw context.failure("expected one input") }
        switch try context.knownType(0) {
        case .optional(let type): context.set(0, type)
        // Before opset 18 the input had to be an optional.
        default:
            guard context.opset >= 18 else { throw context.failure("the input is not an optional") }
            try context.copy()
        }
    }
}
