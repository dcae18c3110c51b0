/// `cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR)` on bytes, bit for bit (measured against
/// OpenCV 4.6 and 5.0): 11-bit weights from single-precision positions, two shifts of the vertical sum, no
/// antialiasing, and the mean of four where both sides are halved exactly.
enum OpenCVBilinear {
    static func resize(_ image: RGBImage, width: Int, height: Int) -> RGBImage {
        if image.width == 2 * width && image.height == 2 * height { return halved(image) }
        let columns = positions(size: image.width, outputSize: width, clampsFraction: true)
        let rows = positions(size: image.height, outputSize: height, clampsFraction: false)
        return RGBImage(width: width, height: height) { out in
            image.pixels.withUnsafeBufferPointer { pixels in
                columns.withUnsafeBufferPointer { columns in
                    for (y, row) in rows.enumerated() {
                        let upper = row.first * image.width
                        let lower = row.second * image.width
                        var target = y * width * 3
                        for column in columns {
                            for channel in 0..<3 {
                                func blend(_ line: Int) -> Int32 {
                                    Int32(pixels[(line + column.first) * 3 + channel]) &* column.firstWeight
                                        &+ Int32(pixels[(line + column.second) * 3 + channel]) &* column.secondWeight
                                }
                                let sum =
                                    (row.firstWeight &* (blend(upper) >> 4)) >> 16
                                    &+ (row.secondWeight &* (blend(lower) >> 4)) >> 16
                                out[target + channel] = UInt8(clamping: (sum &+ 2) >> 2)
                            }
                            target += 3
                        }
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
    /// picture except for the rounding of the two shifts.
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
