internal import InputContract

extension SampleFormat {
    /// The bytes of a file for an image; `nil` if a side is odd and the format needs even ones.
    package func bytes(_ image: RGBImage) -> [UInt8]? {
        switch content {
        case .nv12(let range, let layout):
            return NV12.bytes(image, range: range).map {
                layout.spread($0, width: image.width, height: image.height)
            }
        case .tensor(let channels, let order, let element):
            if self == .rgbCHW { return Planes.floatBytes(image) }
            let count = channels.count * image.width * image.height
            let shape =
                order == .chw
                ? [channels.count, image.height, image.width] : [image.height, image.width, channels.count]
            var bytes = isNPY ? NPY.header(shape: shape, element: element) : []
            bytes.reserveCapacity(bytes.count + count * element.bytes)
            let values = Self.values(image, channels, order)
            switch element {
            case .uint8: bytes += values
            case .float32: values.map(Float.init).withUnsafeBytes { bytes.append(contentsOf: $0) }
            }
            return bytes
        }
    }

    /// The numbers of a tensor, which are whole ones from 0 to 255 whatever their type.
    private static func values(_ image: RGBImage, _ channels: Channels, _ order: Order) -> [UInt8] {
        let pixels =
            switch channels {
            case .rgb: image
            case .bgr: swapped(image)
            case .gray: image
            case .yuv444(let range): yuv444(image, range)
            }
        if channels == .gray {
            let count = image.width * image.height
            return [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
                pixels.pixels.withUnsafeBufferPointer { FullRangeNV12.luma($0, count, out) }
                initialized = count
            }
        }
        return order == .hwc ? pixels.pixels : Planes.bytes(pixels)
    }

    /// The image with red and blue in each other's place.
    private static func swapped(_ image: RGBImage) -> RGBImage {
        image.mapped { pixels, out, offset in
            out[offset] = pixels[offset + 2]
            out[offset + 1] = pixels[offset + 1]
            out[offset + 2] = pixels[offset]
        }
    }

    /// Y, Cb and Cr in the places of R, G and B: the chroma of one pixel is that of a block of four like it.
    private static func yuv444(_ image: RGBImage, _ range: NV12Range) -> RGBImage {
        let count = image.width * image.height
        let luma = [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
            image.pixels.withUnsafeBufferPointer { pixels in
                switch range {
                case .full: FullRangeNV12.luma(pixels, count, out)
                case .video: VideoRangeNV12.luma(pixels, count, out)
                }
            }
            initialized = count
        }
        return luma.withUnsafeBufferPointer { luma in
            image.mapped { pixels, out, offset in
                let (red, green, blue) = (Int(pixels[offset]), Int(pixels[offset + 1]), Int(pixels[offset + 2]))
                out[offset] = luma[offset / 3]
                (out[offset + 1], out[offset + 2]) =
                    range == .full
                    ? FullRangeNV12.chroma(4 * red, 4 * green, 4 * blue) : VideoRangeNV12.chroma(red, green, blue)
            }
        }
    }
}

extension RGBImage {
    /// An image of the same size; `body` is given the old bytes, the new ones, and the offset of a pixel.
    func mapped(
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeMutableBufferPointer<UInt8>, Int) -> Void
    ) -> RGBImage {
        RGBImage(width: width, height: height) { out in
            pixels.withUnsafeBufferPointer { pixels in
                for offset in stride(from: 0, to: pixels.count, by: 3) { body(pixels, out, offset) }
            }
        }
    }
}
