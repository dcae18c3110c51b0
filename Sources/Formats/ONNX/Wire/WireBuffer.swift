internal import Support

/// A message being written: its bytes, and the payloads between them.
///
/// Writes the wire format directly instead of through protobuf-c's packer: that would first need every message as a C
/// struct with every payload in its memory. Here a message is appended to its parent when it is whole, so that its length
/// is known, and payloads stay views until the file is written.
struct WireBuffer {
    /// Everything but payloads.
    private(set) var bytes: [UInt8] = []
    /// Each comes before the byte with this index.
    private(set) var payloads: [(index: Int, view: ByteView)] = []
    private var payloadCount = 0

    /// How many bytes there are with the payloads.
    var count: Int { bytes.count + payloadCount }

    // MARK: Fields

    mutating func varint(_ field: Int, _ value: UInt64) {
        appendVarint(UInt64(field) << 3 | UInt64(WireType.varint.rawValue))
        appendVarint(value)
    }

    /// Negative numbers take ten bytes, as protobuf's `int32` and `int64` do.
    mutating func integer(_ field: Int, _ value: some BinaryInteger) {
        varint(field, UInt64(bitPattern: Int64(truncatingIfNeeded: value)))
    }

    /// An integer that is left out when it is 0, unless it was stated all the same.
    mutating func integer(_ field: Int, _ value: some BinaryInteger, _ extras: UnknownFields) {
        if value != 0 || extras.isUnusual(field) { integer(field, value) }
    }

    mutating func float(_ field: Int, _ value: Float) {
        appendVarint(UInt64(field) << 3 | UInt64(WireType.fixed32.rawValue))
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func data(_ field: Int, _ value: [UInt8]) {
        appendHeader(field, length: value.count)
        bytes.append(contentsOf: value)
    }

    mutating func text(_ field: Int, _ value: String) {
        data(field, Array(value.utf8))
    }

    /// A text that is left out when it is empty, unless it was stated all the same.
    mutating func text(_ field: Int, _ value: String, _ extras: UnknownFields) {
        if !value.isEmpty || extras.isUnusual(field) { text(field, value) }
    }

    mutating func texts(_ field: Int, _ values: [String]) {
        for value in values { text(field, value) }
    }

    mutating func payload(_ field: Int, _ view: ByteView) {
        appendHeader(field, length: view.count)
        payloads.append((bytes.count, view))
        payloadCount += view.count
    }

    mutating func message(_ field: Int, _ fill: (inout WireBuffer) -> Void) {
        var child = WireBuffer()
        fill(&child)
        appendHeader(field, length: child.count)
        payloads += child.payloads.map { (bytes.count + $0.index, $0.view) }
        payloadCount += child.payloadCount
        bytes += child.bytes
    }

    /// Repeated numbers in one field, as `packed` asks.
    mutating func packedIntegers(_ field: Int, _ values: some Collection<some FixedWidthInteger>) {
        guard !values.isEmpty else { return }
        message(field) { child in
            for value in values { child.appendVarint(UInt64(truncatingIfNeeded: value)) }
        }
    }

    mutating func packed(_ field: Int, _ values: [some BitwiseCopyable]) {
        guard !values.isEmpty else { return }
        values.withUnsafeBytes { data(field, Array($0)) }
    }

    /// What our `onnx.proto` does not name.
    mutating func unknown(_ extras: UnknownFields) {
        bytes += extras.bytes
    }

    mutating func raw(_ content: [UInt8]) { bytes += content }

    private mutating func appendHeader(_ field: Int, length: Int) {
        appendVarint(UInt64(field) << 3 | UInt64(WireType.lengthDelimited.rawValue))
        appendVarint(UInt64(length))
    }

    private mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
