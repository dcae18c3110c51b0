package import Imaging
package import InputContract
internal import Support

/// One input of a network, and how a sample becomes its bytes.
package struct InputPort: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
        /// Float pixels, normalized.
        case normalized(ChannelOrder, Normalization)
        /// Bytes of 0...255, which an int8 input reads less 128.
        case pixels(SampleFormat.Channels)
        /// NV12, which an int8 input reads as YUV with the chroma of a block at each of its pixels.
        case nv12(NV12Range)
        /// Values that are not an image.
        case featureMap
    }

    package enum ChannelOrder: Sendable, Hashable {
        case rgb, bgr, gray
    }

    package let name: String
    package let content: Content
    /// Of one sample, with a batch of 1.
    package let shape: [Int]

    /// Of the image that it expects; `nil` if it expects none.
    package var imageSize: ImageSize? {
        guard content != .featureMap, shape.count == 4 else { return nil }
        let size =
            isPlanar ? ImageSize(height: shape[2], width: shape[3]) : ImageSize(height: shape[1], width: shape[2])
        return ImageSize.sides.contains(size.height) && ImageSize.sides.contains(size.width) ? size : nil
    }

    /// The range of its YUV.
    package var range: NV12Range? {
        switch content {
        case .nv12(let range), .pixels(.yuv444(let range)): range
        default: nil
        }
    }

    /// Whether the channels come before height and width.
    var isPlanar: Bool { shape.count == 4 && shape[1] <= 3 && shape[3] > 3 }

    private var elementCount: Int { shape.reduce(1, *) }

    /// The elements of an int8 input, or of a float input if it is a feature map.
    func tensorBytes(_ sample: Sample) throws -> [UInt8] {
        switch content {
        case .nv12(let range):
            return Self.upsampled(try nv12(sample, range), size: try size)
        case .pixels(let channels):
            return try pixels(sample, channels).map { $0 ^ 0x80 }
        case .featureMap: return try map(sample)
        case .normalized: return try floats(sample).withUnsafeBytes { Array($0) }
        }
    }

    /// The elements of a float input.
    func floats(_ sample: Sample) throws -> [Float] {
        guard case .normalized(let order, let normalization) = content else {
            return ByteView(try map(sample)).elements(as: Float.self)
        }
        let image = try image(sample)
        if order == .gray {
            let bytes = SampleFormat(.tensor(.gray, .chw, .uint8)).bytes(image) ?? []
            return bytes.map { (Float($0) - Float(normalization.mean[0])) * Float(normalization.scale[0]) }
        }
        var elements = RGBCHW.elements(image)
        let plane = image.width * image.height
        if order == .bgr {
            for index in 0..<plane { elements.swapAt(index, 2 * plane + index) }
        }
        for channel in 0..<3 {
            let scale = Float(normalization.scale[channel])
            let shift = Float(normalization.mean[channel] * normalization.scale[channel])
            for index in channel * plane..<(channel + 1) * plane { elements[index] = elements[index] * scale - shift }
        }
        return elements
    }

    /// The planes of NV12, in the range of the input.
    func nv12(_ sample: Sample, _ range: NV12Range) throws -> [UInt8] {
        guard let bytes = NV12.bytes(try image(sample), range: range) else { throw SampleError.oddSize(input: name) }
        return bytes
    }

    /// Bytes of 0...255 in the order of the shape.
    func pixels(_ sample: Sample, _ channels: SampleFormat.Channels) throws -> [UInt8] {
        let format = SampleFormat(.tensor(channels, isPlanar ? .chw : .hwc, .uint8))
        guard let bytes = format.bytes(try image(sample)), bytes.count == elementCount else {
            throw SampleError.wrongSize(input: name, expected: elementCount, found: 0)
        }
        return bytes
    }

    /// The values of a feature map, as little-endian float32.
    func map(_ sample: Sample) throws -> [UInt8] {
        guard let bytes = sample.maps[name] else { throw SampleError.missing(input: name) }
        guard bytes.count == elementCount * 4 else {
            throw SampleError.wrongSize(input: name, expected: elementCount, found: bytes.count / 4)
        }
        return bytes
    }

    private var size: ImageSize {
        get throws {
            guard let imageSize else { throw SampleError.missing(input: name) }
            return imageSize
        }
    }

    private func image(_ sample: Sample) throws -> RGBImage {
        let size = try size
        guard let image = sample.image, image.width == size.width, image.height == size.height else {
            throw SampleError.missing(input: name)
        }
        return image
    }

    /// `[H, W, 3]`, int8: each byte of YUV less 128.
    private static func upsampled(_ planes: [UInt8], size: ImageSize) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: size.pixels * 3) { out, initialized in
            planes.withUnsafeBufferPointer { planes in
                var target = 0
                for y in 0..<size.height {
                    let chroma = size.pixels + y / 2 * size.width
                    for x in 0..<size.width {
                        let block = chroma + x & ~1
                        out[target] = planes[y * size.width + x] ^ 0x80
                        out[target + 1] = planes[block] ^ 0x80
                        out[target + 2] = planes[block + 1] ^ 0x80
                        target += 3
                    }
                }
            }
            initialized = size.pixels * 3
        }
    }
}
