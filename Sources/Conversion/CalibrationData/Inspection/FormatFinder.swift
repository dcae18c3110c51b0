internal import Imaging
internal import Support

/// Finds the format of raw samples: first the element type, then the image size, then the axis order.
struct FormatFinder {
    let expectation: DataExpectation

    /// - Parameter files: some of the samples, all of the same size.
    func find(_ files: [ByteView]) -> FoundFormat? {
        guard let bytes = files.first?.count, bytes > 0 else { return nil }
        if let header = files[0].withUnsafeBytes({ NPY($0) }) { return find(files, header: header) }
        let element = element(files)
        var found = FoundFormat(
            element: element, kind: nil, width: 0, height: 0, order: nil, headerBytes: 0, count: bytes / element.bytes)
        guard bytes % element.bytes == 0 else { return found }
        if let (kind, width, height) = size(count: found.count, element: element) {
            (found.kind, found.width, found.height) = (kind, width, height)
        }
        found.order = order(files, found)
        return found
    }

    private func find(_ files: [ByteView], header: NPY) -> FoundFormat? {
        let elements: [String: FoundFormat.Element] = ["<f4": .float32, "<f8": .float64, "|u1": .uint8]
        guard let element = elements[header.descriptor], let count = header.count, count > 0,
            count <= (files[0].count - header.dataOffset) / element.bytes
        else { return nil }
        var found = FoundFormat(
            element: element, kind: nil, width: 0, height: 0, order: nil, headerBytes: header.dataOffset, count: count)
        if let (kind, width, height) = size(count: count, element: element) {
            (found.kind, found.width, found.height) = (kind, width, height)
        }
        found.order = order(files, found)
        return found
    }

    // MARK: The type

    private func element(_ files: [ByteView]) -> FoundFormat.Element {
        let votes = files.map(element)
        let counts = Dictionary(grouping: votes.compactMap { $0 }, by: { $0 }).mapValues(\.count)
        let expected: FoundFormat.Element =
            expectation.isNV12 == true || expectation.element == .uint8 ? .uint8 : .float32
        return counts.max { ($0.value, $1.key == expected ? 1 : 0) < ($1.value, $0.key == expected ? 1 : 0) }?.key
            ?? (files[0].count % 4 == 0 ? expected : .uint8)
    }

    /// `nil` for a file of zeros, which fits any type.
    private func element(_ file: ByteView) -> FoundFormat.Element? {
        file.withUnsafeBytes { bytes in
            guard bytes.contains(where: { $0 != 0 }) else { return nil }
            let single = share(bytes, 4) { bytes.loadUnaligned(fromByteOffset: $0, as: Float.self).isPlausible }
            let double = share(bytes, 8) { bytes.loadUnaligned(fromByteOffset: $0, as: Double.self).isPlausible }
            if bytes.count % 8 == 0, double > 0.999 {
                // Integral doubles read as floats have every other value 0; so do black images.
                let lower = share(bytes, 8) { bytes.loadUnaligned(fromByteOffset: $0, as: Float.self) == 0 }
                if single < 0.99 || lower > 0.9 { return .float64 }
            }
            return bytes.count % 4 == 0 && single > 0.99 ? .float32 : .uint8
        }
    }

    private func share(_ bytes: UnsafeRawBufferPointer, _ size: Int, _ holds: (Int) -> Bool) -> Double {
        let count = bytes.count / size
        guard count > 0 else { return 0 }
        let stride = max(1, count / 5000)
        var met = 0
        var good = 0
        for index in Swift.stride(from: 0, to: count, by: stride) {
            met += 1
            if holds(index * size) { good += 1 }
        }
        return Double(good) / Double(met)
    }

    // MARK: The size

    private func size(count: Int, element: FoundFormat.Element) -> (FoundFormat.Kind, Int, Int)? {
        if let width = expectation.width, let height = expectation.height {
            let plane = width * height
            if element == .uint8, count * 2 == plane * 3 { return (.nv12, width, height) }
            if count == plane * 3 { return (.tensor(channels: 3), width, height) }
            if count == plane { return (.tensor(channels: 1), width, height) }
        }
        if count % 3 == 0, let side = Self.root(count / 3) { return (.tensor(channels: 3), side, side) }
        if element == .uint8, count % 3 == 0, let side = Self.root(count / 3 * 2), side % 2 == 0 {
            return (.nv12, side, side)
        }
        if let side = Self.root(count) { return (.tensor(channels: 1), side, side) }
        return nil
    }

    static func root(_ square: Int) -> Int? {
        let side = Int(Double(square).squareRoot().rounded())
        return side > 0 && side * side == square ? side : nil
    }

    // MARK: The order

    /// Neighboring values are similar: compares the steps to the next value with those to the third.
    private func order(_ files: [ByteView], _ found: FoundFormat) -> SampleFormat.Order? {
        guard case .tensor(channels: 3)? = found.kind else { return nil }
        var planes = 0
        var pixels = 0
        for file in files {
            let values = file.withUnsafeBytes { found.values($0) }
            let steps = values.withUnsafeBufferPointer {
                SampleStatistics($0, places: [], width: found.width, bins: .bytes).steps
            }
            if steps.near < steps.interleaved * 0.9 { planes += 1 }
            if steps.interleaved < steps.near * 0.9 { pixels += 1 }
        }
        guard max(planes, pixels) * 2 > files.count else { return nil }
        return planes >= pixels ? .chw : .hwc
    }
}

extension BinaryFloatingPoint {
    /// Whether this could be a pixel value: bytes that are not floats rarely look like one.
    fileprivate var isPlausible: Bool {
        isFinite && (self == 0 || (magnitude > 1e-7 && magnitude < 1e6))
    }
}
