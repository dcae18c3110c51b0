/// BT.601 video range in 20-bit fixed point, with the constants and the rounding of OpenCV (measured against
/// `COLOR_RGB2YUV_I420` of 4.6 and 5.0). Chroma is that of the upper left pixel of each 2 x 2 block.
enum VideoRangeNV12 {
    private static let shift = 20
    private static let half = 1 << 19

    static func convert(
        _ pixels: UnsafeBufferPointer<UInt8>, _ width: Int, _ height: Int, _ out: UnsafeMutableBufferPointer<UInt8>
    ) {
        luma(pixels, width * height, out)
        var target = width * height
        for y in stride(from: 0, to: height, by: 2) {
            for x in stride(from: 0, to: width, by: 2) {
                let offset = (y * width + x) * 3
                (out[target], out[target + 1]) = chroma(
                    Int(pixels[offset]), Int(pixels[offset + 1]), Int(pixels[offset + 2]))
                target += 2
            }
        }
    }

    /// The luma of `count` pixels: weights 0.257, 0.504 and 0.098 times 2^20; the sum is between 16 and 235.
    static func luma(_ pixels: UnsafeBufferPointer<UInt8>, _ count: Int, _ out: UnsafeMutableBufferPointer<UInt8>) {
        guard let source = pixels.baseAddress, let target = out.baseAddress else { return }
        Planes.lumaVideo(source, count: count, to: target)
    }

    /// Cb and Cr of one pixel.
    @inline(__always)
    static func chroma(_ red: Int, _ green: Int, _ blue: Int) -> (cb: UInt8, cr: UInt8) {
        let blueness = 460_324 &* blue &- 155_188 &* red &- 305_135 &* green
        let redness = 460_324 &* red &- 385_875 &* green &- 74_448 &* blue
        return (
            UInt8(clamping: (blueness &+ half &+ 128 << shift) >> shift),
            UInt8(clamping: (redness &+ half &+ 128 << shift) >> shift)
        )
    }
}
