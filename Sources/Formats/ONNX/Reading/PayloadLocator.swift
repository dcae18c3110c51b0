/// Where a tensor's payload is in the file; replaces it in the skeleton.
struct PayloadLocator {
    static let byteCount = 16

    var range: Range<Int>

    /// Offset and length, eight bytes each, in this machine's order.
    func append(to output: inout [UInt8]) {
        withUnsafeBytes(of: UInt64(range.lowerBound)) { output.append(contentsOf: $0) }
        withUnsafeBytes(of: UInt64(range.count)) { output.append(contentsOf: $0) }
    }

    init(_ range: Range<Int>) { self.range = range }

    /// Reads a locator back; `nil` if it is none, or points outside of a file of this size.
    init?(_ bytes: UnsafeRawBufferPointer, fileSize: Int) {
        guard bytes.count == Self.byteCount else { return nil }
        let offset = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        let length = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        guard let start = Int(exactly: offset), let count = Int(exactly: length), start <= fileSize,
            count <= fileSize - start
        else { return nil }
        range = start..<start + count
    }
}
