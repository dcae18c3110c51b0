/// Operators between floats and quantized integers.
enum Quantization {
    /// The type is that of the zero point, else `output_dtype`, else uint8.
    static func quantize(_ context: inout NodeContext) throws(ONNXError) {
        var type = context.elementType(2)
        if type == nil, !context.has(2) {
            let stated = try context.node.integer("output_dtype", default: 0)
            type = stated == 0 ? .uint8 : Int32(exactly: stated).flatMap(ElementType.init(rawValue:))
        }
        context.set(0, type, context.shape(0))
    }

    /// The type is that of the scale.
    static func dequantize(_ context: inout NodeContext) throws(ONNXError) {
        var type = context.opset < 19 ? ElementType.float : context.elementType(1)
        let stated = try context.node.integer("output_dtype", default: 0)
        if stated != 0 { type = Int32(exactly: stated).flatMap(ElementType.init(rawValue:)) }
        context.set(0, type, context.shape(0))
    }

    static func dynamic(_ context: inout NodeContext) throws(ONNXError) {
        context.set(0, .uint8, context.shape(0))
        context.set(1, .float, [])
        context.set(2, .uint8, [])
    }
}
