internal import CResampler

/// `cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR)` on bytes, bit for bit (measured against
/// OpenCV 4.6 and 5.0): 11-bit weights from single-precision positions, two shifts of the vertical sum, no
/// antialiasing, and the mean of four where both sides are halved exactly.
enum OpenCVBilinear {
    static func resize(_ image: RGBImage, width: Int, height: Int) -> RGBImage {
        if image.width == 2 * width && image.height == 2 * height { return halved(image) }
        let rows = positions(size: image.height, outputSize: height, clampsFraction: false)
        let columns = positions(size: image.width, outputSize: width, clampsFraction: true).map {
            resampler_bilinear_column(
                first: $0.first, second: $0.second, first_weight: $0.firstWeight, second_weight: $0.secondWeight)
        }
        let count = width * 3
        return RGBImage(width: width, height: height) { out in
            image.pixels.withUnsafeBufferPointer { pixels in
                withUnsafeTemporaryAllocation(of: Int16.self, capacity: count * 2) { lines in
                    guard let source = pixels.baseAddress, let target = out.baseAddress,
                        var upper = lines.baseAddress
                    else { return }
                    var lower = upper + count
                    // Which source rows the two lines hold.
                    var (held, heldBelow) = (-1, -1)
                    func blend(_ row: Int, into line: UnsafeMutablePointer<Int16>) {
                        resampler_bilinear_horizontal(
                            source + row * image.width * 3, image.width * 3, columns, width, line)
                    }
                    for (y, row) in rows.enumerated() {
                        if row.first == heldBelow && row.first != held {
                            swap(&upper, &lower)
                            swap(&held, &heldBelow)
                        }
                        if row.first != held { blend(row.first, into: upper) }
                        if row.second != heldBelow { blend(row.second, into: lower) }
                        (held, heldBelow) = (row.first, row.second)
                        resampler_bilinear_vertical(
                            upper, lower, Int16(row.firstWeight), Int16(row.secondWeight), count, target + y * count)
                    }
                }
            }
        }
    }

    private struct Position {
        var first: Int
        var second: Int
        /// Together 2048.
        var firstWeight: Int32
        var secondWeight: Int32
    }

    /// Columns beyond the border lose their fraction; rows keep it and repeat the border row. It comes to the same
    /// image except for the rounding of the two shifts.
    private static func positions(size: Int, outputSize: Int, clampsFraction: Bool) -> [Position] {
        let scale = 1 / (Double(outputSize) / Double(size))
        return (0..<outputSize).map { output in
            let position = Float((Double(output) + 0.5) * scale - 0.5)
            let whole = position.rounded(.down)
            var fraction = position - whole
            let first = Int(whole)
            if clampsFraction && (first < 0 || first >= size - 1) { fraction = 0 }
            let clampedFirst = min(max(first, 0), size - 1)
            return Position(
                first: clampedFirst,
                second: min(max(clampsFraction ? clampedFirst + 1 : first + 1, 0), size - 1),
                firstWeight: Int32(((1 - fraction) * 2048).rounded(.toNearestOrEven)),
                secondWeight: Int32((fraction * 2048).rounded(.toNearestOrEven)))
        }
    }

    private static func halved(_ image: RGBImage) -> RGBImage {
        let (width, height) = (image.width / 2, image.height / 2)
        let line = image.width * 3
        return RGBImage(width: width, height: height) { out in
            image.pixels.withUnsafeBufferPointer { pixels in
                for y in 0..<height {
                    for x in 0..<width * 3 {
                        let offset = 2 * y * line + (x / 3) * 6 + x % 3
                        let sum =
                            Int(pixels[offset]) + Int(pixels[offset + 3]) + Int(pixels[offset + line])
                            + Int(pixels[offset + line + 3])
                        out[y * width * 3 + x] = UInt8((sum + 2) / 4)
                    }
                }
            }
        }
    }
}
