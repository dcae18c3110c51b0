internal import Imaging
package import InputContract
package import ONNX
internal import QuantizedRuntime
internal import Support

/// The one NV12 image that a quantized model reads.
package struct NV12Input: Sendable, Hashable {
    package let name: String
    package let height: Int
    package let width: Int
    package let range: NV12Range

    /// Bytes of an image.
    package var byteCount: Int { height * width * 3 / 2 }

    /// `nil` if the model reads something else.
    package init?(of model: Model) {
        guard model.graph.realInputs.count == 1, let input = model.graph.realInputs.first,
            case .tensor(.int8, let shape?) = input.type, shape.count == 4, shape[0].size == 1, shape[3].size == 3,
            let height = shape[1].size, let width = shape[2].size, height % 2 == 0, width % 2 == 0,
            (2...1 << 14).contains(height), (2...1 << 14).contains(width)
        else { return nil }
        switch try? model.graph.nodes.first?.text("input_type", default: "") {
        case "YUV_BT601_FULL_RANGE_128": range = .full
        case "YUV_BT601_VIDEO_RANGE_128": range = .video
        default: return nil
        }
        name = input.name
        (self.height, self.width) = (height, width)
    }

    /// `[1, height, width, 3]`, int8: each byte less 128, the chroma of a 2 x 2 block at each of its pixels.
    ///
    /// - Returns: `nil` for an image of another size.
    package func tensor(_ image: [UInt8]) -> Tensor? {
        guard image.count == byteCount else { return nil }
        var elements: [UInt8] = []
        elements.reserveCapacity(height * width * 3)
        for y in 0..<height {
            for x in 0..<width {
                let chroma = height * width + y / 2 * width + x / 2 * 2
                elements.append(image[y * width + x] ^ 0x80)
                elements.append(image[chroma] ^ 0x80)
                elements.append(image[chroma + 1] ^ 0x80)
            }
        }
        return Tensor(
            name: name, shape: [1, height, width, 3], elementType: .int8, data: .raw(ByteView(elements)))
    }

    /// An image file as the model reads it.
    ///
    /// - Throws: `ImageError`, ``EvaluationError/unsupportedModel(path:reason:)`` for a size that no image can have.
    package func tensor(imageFile path: String, preset: Preset) throws -> Tensor {
        let size = ImageSize(height: height, width: width)
        guard ImageSize.sides.contains(height), ImageSize.sides.contains(width),
            let bytes = NV12.bytes(try preset.load(path: path, size: size), range: range),
            let tensor = tensor(bytes)
        else { throw EvaluationError.unsupportedModel(path: path, reason: "its input is \(width)x\(height)") }
        return tensor
    }

    /// Seeded noise.
    package func noise(seed: UInt64) -> Tensor? {
        var generator = SplitMix64(seed: seed)
        return tensor((0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
