internal import CResampler

/// `Image.resize(size, Image.BICUBIC)` of Pillow, bit for bit, of which only a window is computed.
enum PillowBicubic {
    /// The bytes of intermediate rows held at once; a picture with millions of rows is done in column strips.
    private static let intermediateLimit = 64 << 20

    /// Scales the whole picture to `width` x `height` and gives the part in `columns` and `rows` of it.
    static func resize(
        _ image: RGBImage, width: Int, height: Int, columns: Range<Int>, rows: Range<Int>
    ) -> RGBImage {
        let horizontal = AxisWeights(size: image.width, outputSize: width, window: columns)
        let vertical = AxisWeights(size: image.height, outputSize: height, window: rows)
        let stripWidth = max(1, min(columns.count, intermediateLimit / 3 / max(1, vertical.source.count)))
        return RGBImage(width: columns.count, height: rows.count) { out in
            image.pixels.withUnsafeBufferPointer { pixels in
                guard let source = pixels.baseAddress, let target = out.baseAddress else { return }
                for left in stride(from: 0, to: columns.count, by: stripWidth) {
                    let strip = left..<min(left + stripWidth, columns.count)
                    resizeStrip(
                        source, image, horizontal, vertical, strip, into: target + left * 3, stride: columns.count * 3)
                }
            }
        }
    }

    /// Rows first, then columns, with 8 bits between: the order and the precision of Pillow.
    private static func resizeStrip(
        _ source: UnsafePointer<UInt8>, _ image: RGBImage, _ horizontal: AxisWeights, _ vertical: AxisWeights,
        _ strip: Range<Int>, into target: UnsafeMutablePointer<UInt8>, stride targetStride: Int
    ) {
        let rowBytes = strip.count * 3
        // The kernel writes one byte past each row; the next row, or this spare byte, takes it.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: vertical.source.count * rowBytes + 1) { between in
            guard let between = between.baseAddress else { return }
            horizontal.taps.withUnsafeBufferPointer { taps in
                horizontal.pairs.withUnsafeBufferPointer { pairs in
                    guard let taps = taps.baseAddress, let pairs = pairs.baseAddress else { return }
                    for (index, y) in vertical.source.enumerated() {
                        let row = source + y * image.width * 3
                        let out = between + index * rowBytes
                        if y == image.height - 1 {
                            // It also reads one byte past a row, which after the last one would be foreign memory.
                            withPaddedCopy(of: row, count: image.width * 3) {
                                resampler_horizontal($0, taps + strip.lowerBound, pairs, strip.count, out)
                            }
                        } else {
                            resampler_horizontal(row, taps + strip.lowerBound, pairs, strip.count, out)
                        }
                    }
                }
            }
            vertical.pairs.withUnsafeBufferPointer { pairs in
                guard let pairs = pairs.baseAddress else { return }
                for (index, tap) in vertical.taps.enumerated() {
                    resampler_vertical(
                        between + (tap.first - vertical.source.lowerBound) * rowBytes, rowBytes, tap.count,
                        pairs + tap.pair, rowBytes, target + index * targetStride)
                }
            }
        }
    }

    private static func withPaddedCopy(
        of row: UnsafePointer<UInt8>, count: Int, _ body: (UnsafePointer<UInt8>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count + 1) { copy in
            guard let start = copy.baseAddress else { return }
            start.update(from: row, count: count)
            start[count] = 0
            body(start)
        }
    }
}
