internal import CResampler

/// `Image.resize(size, Image.BICUBIC)` or `Image.BILINEAR` of Pillow, bit for bit, of which only a window is computed.
///
/// The two passes round to 8 bits between them, so their order shows in the last bit. Up to Pillow 12 rows always came
/// first; from Pillow 13 on, columns come first where the height shrinks by more than twice the pixels that the width
/// does (measured). This is Pillow 13: for an image that keeps its aspect the two differ where it is more than twice
/// as high as wide.
enum PillowResampling {
    /// The bytes of intermediate rows held at once; an image with millions of rows is done in strips.
    private static let intermediateLimit = 64 << 20

    /// Scales the whole image to `width` x `height` and returns the part in `columns` and `rows` of it.
    static func resize(
        _ image: RGBImage, filter: AxisWeights.Filter, width: Int, height: Int, columns: Range<Int>, rows: Range<Int>
    ) -> RGBImage {
        let horizontal = AxisWeights(filter, size: image.width, outputSize: width, window: columns)
        let vertical = AxisWeights(filter, size: image.height, outputSize: height, window: rows)
        let isVerticalFirst = image.height > height && image.height - height > 2 * (image.width - width)
        return RGBImage(width: columns.count, height: rows.count) { out in
            image.pixels.withUnsafeBufferPointer { pixels in
                horizontal.withUnsafePointers { horizontal in
                    vertical.withUnsafePointers { vertical in
                        guard let source = pixels.baseAddress, let target = out.baseAddress else { return }
                        let pass = Pass(
                            source: source, width: image.width, height: image.height, target: target,
                            horizontal: horizontal, vertical: vertical)
                        if isVerticalFirst {
                            pass.runVerticalFirst()
                        } else {
                            let strip = max(1, min(columns.count, intermediateLimit / 3 / vertical.source.count))
                            for left in stride(from: 0, to: columns.count, by: strip) {
                                pass.runHorizontalFirst(columns: left..<min(left + strip, columns.count))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One image being resized: where it is, where it goes, and with which weights.
private struct Pass {
    let source: UnsafePointer<UInt8>
    let width: Int
    let height: Int
    /// As wide and high as there are taps.
    let target: UnsafeMutablePointer<UInt8>
    let horizontal: AxisWeights.Pointers
    let vertical: AxisWeights.Pointers

    /// Rows to their new width, then columns to their new height; for the output columns in `columns`.
    func runHorizontalFirst(columns: Range<Int>) {
        let rowBytes = columns.count * 3
        // The kernel writes one byte past each row; the next row, or the spare byte, receives it.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: vertical.source.count * rowBytes + 1) { between in
            guard let between = between.baseAddress else { return }
            for (index, y) in vertical.source.enumerated() {
                let row = source + (y * width + horizontal.source.lowerBound) * 3
                let out = between + index * rowBytes
                let taps = horizontal.taps + columns.lowerBound
                guard y == height - 1 else {
                    resampler_horizontal(row, taps, horizontal.pairs, columns.count, out)
                    continue
                }
                // It also reads one byte past a row, which after the last one would be foreign memory.
                let count = horizontal.source.count * 3
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count + 1) { copy in
                    guard let copy = copy.baseAddress else { return }
                    copy.update(from: row, count: count)
                    copy[count] = 0
                    resampler_horizontal(copy, taps, horizontal.pairs, columns.count, out)
                }
            }
            for index in 0..<vertical.count {
                let tap = vertical.taps[index]
                resampler_vertical(
                    between + tap.first * rowBytes, rowBytes, tap.count, vertical.pairs + tap.pair, rowBytes,
                    target + (index * horizontal.count + columns.lowerBound) * 3)
            }
        }
    }

    /// Columns to their new height, then rows to their new width.
    func runVerticalFirst() {
        let betweenBytes = horizontal.source.count * 3
        let rowBytes = horizontal.count * 3
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: betweenBytes + 1 + rowBytes + 1) { scratch in
            guard let between = scratch.baseAddress else { return }
            between[betweenBytes] = 0
            let out = between + betweenBytes + 1
            for index in 0..<vertical.count {
                let tap = vertical.taps[index]
                let first = (vertical.source.lowerBound + tap.first) * width + horizontal.source.lowerBound
                resampler_vertical(
                    source + first * 3, width * 3, tap.count, vertical.pairs + tap.pair, betweenBytes, between)
                resampler_horizontal(between, horizontal.taps, horizontal.pairs, horizontal.count, out)
                (target + index * rowBytes).update(from: out, count: rowBytes)
            }
        }
    }
}

extension AxisWeights {
    /// The weights as the C kernels take them, valid while they are lent.
    fileprivate struct Pointers {
        let taps: UnsafePointer<resampler_taps>
        let pairs: UnsafePointer<resampler_weight_pair>
        let count: Int
        let source: Range<Int>
    }

    fileprivate func withUnsafePointers(_ body: (Pointers) -> Void) {
        taps.withUnsafeBufferPointer { taps in
            pairs.withUnsafeBufferPointer { pairs in
                guard let taps = taps.baseAddress, let pairs = pairs.baseAddress else { return }
                body(Pointers(taps: taps, pairs: pairs, count: self.taps.count, source: source))
            }
        }
    }
}
