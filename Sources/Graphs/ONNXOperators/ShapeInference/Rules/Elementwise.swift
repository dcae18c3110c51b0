internal import ONNX

/// Operators that keep the shape, or broadcast several to one (https://onnx.ai/onnx/repo-docs/Broadcasting.html).
enum Elementwise {
    /// The first output is as the first input.
    static func same(_ context: inout NodeContext) throws {
        try context.copy()
    }

    static func identity(_ context: inout NodeContext) throws {
        try context.copy()
        if var value = context.input(0)?.withoutTensor {
            value.constant?.isFolded = true
            context.set(0, value)
        }
    }

    /// As ``same(_:)``, along an axis that has to be there. It is the last one from opset 13 on, before the second one.
    static func alongAxis(_ context: inout NodeContext) throws {
        try context.copy()
        // Before opset 11 the axis only says where to flatten, and is not looked at.
        guard context.opset >= 11, let shape = context.shape(0) else { return }
        guard !shape.isEmpty else { throw context.failure("scalars are not accepted") }
        _ = try context.axis(
            try context.node.integer("axis", default: context.opset < 13 ? 1 : -1), rank: shape.count)
    }

    /// The mask is of the data's type before opset 10, boolean from then on. Ratio and mode are scalars.
    static func dropout(_ context: inout NodeContext) throws {
        try context.copy()
        if context.opset >= 12 {
            for index in 1...2 { _ = try context.shape(index, rank: 0) }
        }
        context.set(1, context.opset < 10 ? context.elementType(0) : .bool, context.shape(0))
    }

    static func predicate(_ context: inout NodeContext) throws {
        context.set(0, .bool, context.shape(0))
    }

    static func binary(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        // Before opset 7 the second operand is stretched to the first one.
        let shape = context.opset < 7 ? context.shape(0) : try context.broadcast(inputs: 0..<2)
        context.set(0, type, shape, constant: IntegerFolding.binary(context))
    }

    static func comparison(_ context: inout NodeContext) throws {
        // Before opset 7 the second operand is stretched to the first one.
        context.set(0, .bool, context.opset < 7 ? context.shape(0) : try context.broadcast(inputs: 0..<2))
    }

    static func variadic(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        let shape = context.opset < 8 ? context.shape(0) : try context.broadcast(inputs: context.inputs.indices)
        context.set(0, type, shape)
    }

    static func choice(_ context: inout NodeContext) throws {
        context.set(0, try context.element(1), try context.broadcast(inputs: 0..<3))
    }

    static func cast(_ context: inout NodeContext) throws {
        // Opset 1 names the type by a text.
        guard context.opset >= 6 else { return }
        guard let type = try context.elementTypeAttribute("to") else {
            throw context.node.refusal("to", "it is missing")
        }
        let isInteger = type == .int64 || type == .int32
        context.set(0, type, context.shape(0), constant: isInteger ? context.constant(0)?.folded : nil)
    }

    static func castLike(_ context: inout NodeContext) throws {
        context.set(0, try context.element(1), context.shape(0))
    }
}

extension IntegerConstant {
    /// The same elements, as those of another value.
    var folded: IntegerConstant { IntegerConstant(elements, isScalar: isScalar) }
}
