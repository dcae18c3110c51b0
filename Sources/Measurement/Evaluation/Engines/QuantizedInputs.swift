internal import Imaging
internal import InputContract
internal import ONNX

/// What the inputs of a quantized or calibrated model take, as its first nodes tell.
enum QuantizedInputs {
    /// - Throws: ``EvaluationError/unsupportedModel(path:reason:)`` for an input of an unknown kind.
    static func ports(of model: Model, path: String) throws -> [InputPort] {
        try model.graph.realInputs.map { input in
            guard let stated = input.type?.shape, let type = input.type?.elementType else {
                throw EvaluationError.unsupportedModel(path: path, reason: "input '\(input.name)' has no shape")
            }
            let shape = [1] + stated.dropFirst().map { $0.size ?? 1 }
            guard let content = try content(of: input.name, type: type, shape: shape, in: model.graph) else {
                throw EvaluationError.unsupportedModel(
                    path: path, reason: "input '\(input.name)' is neither an image nor a feature map")
            }
            return InputPort(name: input.name, content: content, shape: shape)
        }
    }

    private static func content(
        of name: String, type: ElementType, shape: [Int], in graph: Graph
    ) throws -> InputPort.Content? {
        var reader = graph.nodes.first { $0.inputs.contains(name) }
        // Channels that come first are moved to the end.
        if let node = reader, node.operatorType == "Transpose", let moved = node.outputs.first {
            reader = graph.nodes.first { $0.inputs.contains(moved) }
        }
        guard let reader, reader.operatorType.hasSuffix("Preprocess"), type == .int8 else {
            return type == .float ? .featureMap : nil
        }
        switch try reader.text("input_type", default: "") {
        case "YUV_BT601_FULL_RANGE_128": return yuv(.full, shape)
        case "YUV_BT601_VIDEO_RANGE_128": return yuv(.video, shape)
        case "RGB_128": return .pixels(.rgb)
        case "BGR_128": return .pixels(.bgr)
        case "GRAY_128": return .pixels(.gray)
        default: return nil
        }
    }

    /// hb_mapper leaves the channels of NV12 last, and puts those of YUV 4:4:4 first.
    private static func yuv(_ range: NV12Range, _ shape: [Int]) -> InputPort.Content {
        shape.count == 4 && shape[3] == 3 ? .nv12(range) : .pixels(.yuv444(range))
    }
}
