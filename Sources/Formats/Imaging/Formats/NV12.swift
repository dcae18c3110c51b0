package import InputContract

/// NV12 as the board accepts it: the luma plane `[height, width]`, then the chroma plane `[height/2, width/2, 2]` with
/// Cb before Cr, one byte each.
package enum NV12 {
    /// `height * width * 3 / 2` bytes, or `nil` if a side is odd.
    package static func bytes(_ image: RGBImage, range: NV12Range) -> [UInt8]? {
        guard image.width % 2 == 0, image.height % 2 == 0 else { return nil }
        let count = image.width * image.height
        return [UInt8](unsafeUninitializedCapacity: count * 3 / 2) { out, initialized in
            image.pixels.withUnsafeBufferPointer { pixels in
                switch range {
                case .full: FullRangeNV12.convert(pixels, image.width, image.height, out)
                case .video: VideoRangeNV12.convert(pixels, image.width, image.height, out)
                }
            }
            initialized = count * 3 / 2
        }
    }
}
