/// Operators that keep the shape, or broadcast several to one (https://onnx.ai/onnx/repo-docs/Broadcasting.html).
enum Elementwise {
    /// The first output is as the first input.
    static func same(_ context: inout NodeContext) throws(ONNXError) {
        context.set(0, context.elementType(0), context.shape(0))
    }

    static func identity(_ context: inout NodeContext) throws(ONNXError) {
        context.set(0, context.input(0))
    }

    /// The mask is of the data's type before opset 10, boolean from then on.
    static func dropout(_ context: inout NodeContext) throws(ONNXError) {
        context.set(0, context.elementType(0), context.shape(0))
        context.set(1, context.opset < 10 ? context.elementType(0) : .bool, context.shape(0))
    }

    static func predicate(_ context: inout NodeContext) throws(ONNXError) {
        context.set(0, .bool, context.shape(0))
    }

    static func binary(_ context: inout NodeContext) throws(ONNXError) {
        context.set(
            0, context.elementType(0), try broadcast(context, 0..<2), constant: IntegerFolding.binary(context))
    }

    static func comparison(_ context: inout NodeContext) throws(ONNXError) {
        context.set(0, .bool, try broadcast(context, 0..<2))
    }

    static func variadic(_ context: inout NodeContext) throws(ONNXError) {
        context.set(0, context.elementType(0), try broadcast(context, 0..<context.inputs.count))
    }

    static func choice(_ context: inout NodeContext) throws(ONNXError) {
        context.set(0, context.elementType(1), try broadcast(context, 0..<3))
    }

    static func cast(_ context: inout NodeContext) throws(ONNXError) {
        if context.node.operatorType == "CastLike" {
            context.set(0, context.elementType(1), context.shape(0))
            return
        }
        // Opset 1 names the type by a text.
        guard context.opset >= 6 else { return }
        let number = try context.node.integer("to")
        guard let type = Int32(exactly: number).flatMap(ElementType.init(rawValue:)), type != .undefined else {
            throw context.node.refusal("to", "there is no element type \(number)")
        }
        let isInteger = type == .int64 || type == .int32
        context.set(0, type, context.shape(0), constant: isInteger ? context.constant(0) : nil)
    }

    /// The common shape of some inputs; `nil` if one of them is unknown.
    private static func broadcast(_ context: NodeContext, _ indices: Range<Int>) throws(ONNXError) -> [Dimension]? {
        var result: [Dimension]?
        for index in indices {
            guard let shape = context.shape(index) else { return nil }
            guard let before = result else {
                result = shape
                continue
            }
            // Before opset 7 the second operand's place was an attribute.
            guard let common = DimensionArithmetic.broadcast(before, shape) else {
                if context.opset < 7 { return context.shape(0) }
                throw context.failure("shapes \(before.text) and \(shape.text) do not go together")
            }
            result = common
        }
        return result
    }
}
