internal import ONNX

/// Operators between floats and quantized integers.
enum Quantization {
    /// The type is that of the zero point, else `output_dtype`, else uint8.
    static func quantize(_ context: inout NodeContext) throws {
        let stated = try outputType(context)
        let type: ElementType?
        if context.has(2), let zeroPoint = context.elementType(2) {
            if let stated, stated != zeroPoint {
                throw context.node.refusal("output_dtype", "\(stated) is not the zero point's \(zeroPoint)")
            }
            type = try context.element(2)
        } else {
            type = stated ?? (context.has(2) ? nil : .uint8)
        }
        context.set(0, type, context.shape(0))
    }

    /// The type is that of the scale; float before opset 19.
    static func dequantize(_ context: inout NodeContext) throws {
        let stated = try outputType(context)
        var type = stated ?? .float
        if stated == nil, context.opset >= 19 { type = try context.element(1) }
        context.set(0, type, context.shape(0))
    }

    /// What `output_dtype` says, which came in opset 21 and 23. 0 means unset.
    private static func outputType(_ context: NodeContext) throws -> ElementType? {
        let since = context.node.operatorType == "QuantizeLinear" ? 21 : 23
        guard context.opset >= since, let type = try context.elementTypeAttribute("output_dtype") else { return nil }
        return type == .undefined ? nil : type
    }

    static func dynamic(_ context: inout NodeContext) throws {
        context.set(0, .uint8, context.shape(0))
        context.set(1, .float, [])
        context.set(2, .uint8, [])
    }

    /// A tensor and its zero point are of one type.
    static func checkZeroPoint(_ context: NodeContext, data: Int, zeroPoint: Int) throws {
        guard case .tensor(let type, _) = try context.knownType(data) else {
            throw context.failure("input \(data) is not a tensor")
        }
        let other = try context.knownType(zeroPoint).elementType
        guard other == type else {
            throw context.failure("input \(data) is \(type), its zero point \(other.map(\.description) ?? "no tensor")")
        }
    }
}
