/// BT.601 video range in 20-bit fixed point, with the constants and the rounding of OpenCV (measured against
/// `COLOR_RGB2YUV_I420` of 4.6 and 5.0). Chroma is that of the upper left pixel of each 2 x 2 block.
enum VideoRangeNV12 {
    private static let shift = 20
    private static let half = 1 << 19

    static func convert(
        _ pixels: UnsafeBufferPointer<UInt8>, _ width: Int, _ height: Int, _ out: UnsafeMutableBufferPointer<UInt8>
    ) {
        for index in 0..<width * height {
            let red = Int(pixels[index * 3])
            let green = Int(pixels[index * 3 + 1])
            let blue = Int(pixels[index * 3 + 2])
            // 0.257, 0.504 and 0.098 times 2^20; the sum is between 16 and 235.
            let sum = 269_484 &* red &+ 528_482 &* green &+ 102_760 &* blue
            out[index] = UInt8(truncatingIfNeeded: (sum &+ half &+ 16 << shift) >> shift)
        }
        var target = width * height
        for y in stride(from: 0, to: height, by: 2) {
            for x in stride(from: 0, to: width, by: 2) {
                let offset = (y * width + x) * 3
                let red = Int(pixels[offset])
                let green = Int(pixels[offset + 1])
                let blue = Int(pixels[offset + 2])
                let blueness = 460_324 &* blue &- 155_188 &* red &- 305_135 &* green
                let redness = 460_324 &* red &- 385_875 &* green &- 74_448 &* blue
                out[target] = UInt8(clamping: (blueness &+ half &+ 128 << shift) >> shift)
                out[target + 1] = UInt8(clamping: (redness &+ half &+ 128 << shift) >> shift)
                target += 2
            }
        }
    }
}
