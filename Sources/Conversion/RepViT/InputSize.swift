package import InputContract

/// Which sides the network's input may have.
package enum InputSize {
    /// The network halves its input five times.
    package static let step = 32
    /// The upper end is far beyond what the network was trained for; the BPU's memory ends before it.
    package static let range = 32...1024

    /// - Throws: ``RepViTError/inputSize(_:)``.
    package static func check(_ size: ImageSize) throws {
        for side in [size.height, size.width] where !range.contains(side) || !side.isMultiple(of: step) {
            throw RepViTError.inputSize(side)
        }
    }

    /// The allowed size nearest to any number.
    static func nearest(to size: Int) -> Int {
        let clamped = min(max(size, range.lowerBound), range.upperBound)
        return (clamped + step / 2) / step * step
    }
}
