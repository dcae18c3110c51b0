/// BT.601 full range (JFIF), chroma of the mean of each 2 x 2 block, halves rounded up.
///
/// The reference computes in float64: 0.299 R + 0.587 G + 0.114 B, (B - Y) / 1.772, (R - Y) / 1.402. All of that is a
/// multiple of a small fraction, so integers give the same bytes, except where the exact value ends in one half:
/// there the reference's rounding errors decide. Those ties, about one in a thousand, are computed as the reference
/// does, with numpy's matrix product on a processor that has fused multiply-add (G first, then R and B fused in:
/// measured for every width above 1, numpy 2.4 with OpenBLAS 0.3.31, kernels Haswell, Zen, SkylakeX).
enum FullRangeNV12 {
    static func convert(
        _ pixels: UnsafeBufferPointer<UInt8>, _ width: Int, _ height: Int, _ out: UnsafeMutableBufferPointer<UInt8>
    ) {
        luma(pixels, width * height, out)
        var target = width * height
        let line = width * 3
        for y in stride(from: 0, to: height, by: 2) {
            for x in stride(from: 0, to: width, by: 2) {
                let offset = y * line + x * 3
                func sum(_ channel: Int) -> Int {
                    let first = offset + channel
                    return Int(pixels[first]) &+ Int(pixels[first + 3]) &+ Int(pixels[first + line])
                        &+ Int(pixels[first + line + 3])
                }
                (out[target], out[target + 1]) = chroma(sum(0), sum(1), sum(2))
                target += 2
            }
        }
    }

    /// The luma of `count` pixels.
    static func luma(_ pixels: UnsafeBufferPointer<UInt8>, _ count: Int, _ out: UnsafeMutableBufferPointer<UInt8>) {
        guard let source = pixels.baseAddress, let target = out.baseAddress else { return }
        Planes.lumaFull(source, count: count, to: target) { index in
            byte(luma(Double(source[index * 3]), Double(source[index * 3 + 1]), Double(source[index * 3 + 2])))
        }
    }

    /// Cb and Cr of the mean of four pixels, whose channels add up to these.
    @inline(__always)
    static func chroma(_ red: Int, _ green: Int, _ blue: Int) -> (cb: UInt8, cr: UInt8) {
        let fourThousandths = 299 &* red &+ 587 &* green &+ 114 &* blue
        // 4000 * 1.772 = 7088 and 4000 * 1.402 = 5608.
        return (
            chroma(1000 &* blue &- fourThousandths, 7088) {
                (Double(blue) / 4 - meanLuma(red, green, blue)) / 1.772 + 128
            },
            chroma(1000 &* red &- fourThousandths, 5608) {
                (Double(red) / 4 - meanLuma(red, green, blue)) / 1.402 + 128
            }
        )
    }

    /// `difference / unit + 128`, rounded; `exactly` is asked where it lies halfway.
    @inline(__always)
    private static func chroma(_ difference: Int, _ unit: Int, exactly: () -> Double) -> UInt8 {
        // Positive, so that the division rounds down: the difference is within 128 units.
        let shifted = difference &+ 128 &* unit &+ unit / 2
        let value = shifted / unit
        guard value &* unit != shifted else { return byte(exactly()) }
        return UInt8(clamping: value)
    }

    private static func meanLuma(_ red: Int, _ green: Int, _ blue: Int) -> Double {
        luma(Double(red) / 4, Double(green) / 4, Double(blue) / 4)
    }

    private static func luma(_ red: Double, _ green: Double, _ blue: Double) -> Double {
        (0.587 * green).addingProduct(0.299, red).addingProduct(0.114, blue)
    }

    private static func byte(_ value: Double) -> UInt8 {
        UInt8(max(0, min(255, (value + 0.5).rounded(.down))))
    }
}
