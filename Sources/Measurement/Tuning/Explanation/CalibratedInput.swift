internal import Evaluation
package import Imaging
package import InputContract
package import ONNX
internal import Support

/// How an image becomes the input of a calibrated model: planes of bytes less 128.
package struct CalibratedInput: Sendable {
    private enum Content { case yuv(NV12Range), rgb, bgr }

    private let name: String
    private let shape: [Int]
    private let content: Content
    private let isSubsampled: Bool

    /// The range of its YUV, if it has one.
    package var range: NV12Range? { if case .yuv(let range) = content { range } else { nil } }

    /// - Parameter isSubsampled: whether the chroma comes from NV12 rather than YUV 4:4:4.
    /// - Throws: ``ExplanationError/input(path:)``.
    package init(_ model: Model, path: String, isSubsampled: Bool = true) throws {
        guard model.graph.realInputs.count == 1, let input = model.graph.realInputs.first,
            case .tensor(.float, let stated?) = input.type, stated.count == 4, stated[1].size == 3,
            let height = stated[2].size, let width = stated[3].size,
            let reader = model.graph.nodes.first(where: { $0.operatorType.hasSuffix("Preprocess") })
        else { throw ExplanationError.input(path: path) }
        switch try reader.text("input_type", default: "") {
        case "YUV_BT601_FULL_RANGE_128": content = .yuv(.full)
        case "YUV_BT601_VIDEO_RANGE_128": content = .yuv(.video)
        case "RGB_128": content = .rgb
        case "BGR_128": content = .bgr
        default: throw ExplanationError.input(path: path)
        }
        name = input.name
        shape = [1, 3, height, width]
        self.isSubsampled = isSubsampled
    }

    /// - Parameter range: of the YUV that is fed; `nil`: the model's own.
    /// - Throws: ``ExplanationError/input(path:)`` for an image of another size.
    package func tensors(_ image: RGBImage, range: NV12Range? = nil) throws -> [String: Tensor] {
        let bytes: [UInt8]?
        switch content {
        case .yuv(let own) where isSubsampled: bytes = NV12.bytes(image, range: range ?? own).map(upsampled)
        case .yuv(let own): bytes = SampleFormat(.tensor(.yuv444(range ?? own), .chw, .uint8)).bytes(image)
        case .rgb: bytes = SampleFormat(.tensor(.rgb, .chw, .uint8)).bytes(image)
        case .bgr: bytes = SampleFormat(.tensor(.bgr, .chw, .uint8)).bytes(image)
        }
        guard let bytes, image.height == shape[2], image.width == shape[3], bytes.count == shape.reduce(1, *) else {
            throw ExplanationError.input(path: name)
        }
        return [name: Tensor(name: name, shape: shape, floats: bytes.map { Float($0) - 128 })]
    }

    /// Planes, with the chroma of a block at each of its pixels.
    private func upsampled(_ planes: [UInt8]) -> [UInt8] {
        let (height, width) = (shape[2], shape[3])
        let pixels = height * width
        guard planes.count == pixels * 3 / 2 else { return [] }
        var result = planes[..<pixels] + []
        for component in 0..<2 {
            for y in 0..<height {
                for x in 0..<width { result.append(planes[pixels + y / 2 * width + (x & ~1) + component]) }
            }
        }
        return Array(result)
    }
}
