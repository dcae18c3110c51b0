/// The wire types of protocol buffers (https://protobuf.dev/programming-guides/encoding).
package enum WireType: UInt8 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5
}

/// Why bytes are not the message they should be: where in the file, and which field of which message.
package struct WireError: Error {
    /// Counted from the start of the file.
    var offset: Int
    var problem: String
    /// The way to the field from the outermost message, innermost first.
    var path: [String] = []

    /// `graph.node[3].attribute[0]`
    var graphPath: String { path.reversed().joined(separator: ".") }
}

/// Steps through the fields of one message without understanding them.
package struct WireReader {
    let bytes: UnsafeRawBufferPointer
    private(set) var position: Int
    let end: Int

    /// - Precondition: the range lies within the bytes.
    package init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    package var isAtEnd: Bool { position >= end }

    /// A number of up to ten groups of seven bits.
    mutating func varint() throws(WireError) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end {
            let byte = bytes[position]
            position += 1
            // The tenth group has room for one bit.
            if shift == 63 && byte > 1 {
                throw WireError(offset: start, problem: "a number does not fit into 64 bits")
            }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw WireError(offset: start, problem: "a number is cut off")
    }

    /// The number of a field and how it lies on the wire.
    package mutating func tag() throws(WireError) -> (number: Int, type: WireType) {
        let start = position
        let value = try varint()
        // Field numbers have 29 bits.
        guard value <= UInt64(UInt32.max), value >> 3 > 0 else {
            throw WireError(offset: start, problem: "missing field number")
        }
        guard let type = WireType(rawValue: UInt8(value & 7)) else {
            throw WireError(offset: start, problem: "field \(value >> 3) has the wire type \(value & 7)")
        }
        return (Int(value >> 3), type)
    }

    /// The range of what a length announces.
    package mutating func lengthDelimited() throws(WireError) -> Range<Int> {
        let start = position
        let length = try varint()
        guard length <= UInt64(end - position) else {
            throw WireError(
                offset: start, problem: "\(length) bytes are announced where \(end - position) are left")
        }
        let range = position..<position + Int(length)
        position = range.upperBound
        return range
    }

    package mutating func skip(_ type: WireType) throws(WireError) {
        switch type {
        case .varint: _ = try varint()
        case .lengthDelimited: _ = try lengthDelimited()
        case .fixed32: try advance(by: 4)
        case .fixed64: try advance(by: 8)
        }
    }

    mutating func advance(by count: Int) throws(WireError) {
        guard count <= end - position else {
            throw WireError(offset: position, problem: "a number of \(count) bytes is cut off")
        }
        position += count
    }
}
