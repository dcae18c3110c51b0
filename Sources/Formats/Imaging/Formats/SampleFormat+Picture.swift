internal import InputContract

extension SampleFormat {
    /// The image in the bytes of a file: what the numbers look like if they are what the format says. `nil` if their
    /// count does not fit the size.
    package func picture(_ bytes: UnsafeRawBufferPointer, width: Int, height: Int) -> RGBImage? {
        guard width > 0, height > 0, width <= 1 << 15, height <= 1 << 15 else { return nil }
        switch content {
        case .nv12(let range, let layout):
            guard let packed = layout.gathered(bytes, width: width, height: height) else { return nil }
            return NV12.picture(packed, width: width, height: height, range: range)
        case .tensor(let channels, let order, let element):
            let start = isNPY ? NPY(bytes)?.dataOffset ?? 0 : 0
            let plane = width * height
            let count = plane * channels.count
            guard bytes.count - start == count * element.bytes else { return nil }
            let tensor = UnsafeRawBufferPointer(rebasing: bytes[start...])
            let step = order == .chw ? 1 : channels.count
            return RGBImage(width: width, height: height) { out in
                for color in 0..<3 {
                    let channel = channels == .gray ? 0 : channels == .bgr ? 2 - color : color
                    let first = order == .chw ? channel * plane : channel
                    switch element {
                    case .uint8:
                        for pixel in 0..<plane { out[pixel * 3 + color] = tensor[first + pixel * step] }
                    case .float32:
                        for pixel in 0..<plane {
                            let offset = (first + pixel * step) * 4
                            out[pixel * 3 + color] = Self.byte(
                                tensor.loadUnaligned(fromByteOffset: offset, as: Float.self))
                        }
                    }
                }
                if case .yuv444(let range) = channels {
                    for offset in stride(from: 0, to: plane * 3, by: 3) {
                        let color = NV12.color(
                            Float(out[offset]), Float(out[offset + 1]), Float(out[offset + 2]), range: range)
                        out[offset] = Self.byte(color.0)
                        out[offset + 1] = Self.byte(color.1)
                        out[offset + 2] = Self.byte(color.2)
                    }
                }
            }
        }
    }

    /// Rounded and clipped; not a number comes out as 0.
    static func byte(_ value: Float) -> UInt8 { UInt8(min(255, max(0, value + 0.5))) }
}

extension NV12 {
    /// The image in packed NV12, each chroma for its four pixels.
    static func picture(_ bytes: [UInt8], width: Int, height: Int, range: NV12Range) -> RGBImage {
        RGBImage(width: width, height: height) { out in
            for y in 0..<height {
                for x in 0..<width {
                    let chroma = width * height + (y / 2) * width + x / 2 * 2
                    let color = color(
                        Float(bytes[y * width + x]), Float(bytes[chroma]), Float(bytes[chroma + 1]), range: range)
                    let target = (y * width + x) * 3
                    out[target] = SampleFormat.byte(color.0)
                    out[target + 1] = SampleFormat.byte(color.1)
                    out[target + 2] = SampleFormat.byte(color.2)
                }
            }
        }
    }

    /// R, G, B of Y, Cb, Cr: the inverse of BT.601, for looking at.
    static func color(_ y: Float, _ cb: Float, _ cr: Float, range: NV12Range) -> (Float, Float, Float) {
        let luma = range == .full ? y : (y - 16) * 255 / 219
        let scale: Float = range == .full ? 1 : 255 / 224
        let (blueness, redness) = ((cb - 128) * scale, (cr - 128) * scale)
        return (luma + 1.402 * redness, luma - 0.344136 * blueness - 0.714136 * redness, luma + 1.772 * blueness)
    }
}
