/// Reads the small part of JSON (RFC 8259) that a safetensors header consists of: objects, strings, and
/// arrays of natural numbers.
///
/// A general decoder would let a repeated key pass, and turn a number that is too large into a float.
struct JSONScanner {
    typealias Malformed = SafetensorsHeader.Malformed

    private let bytes: UnsafeRawBufferPointer
    /// In bytes from the start of the text.
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Goes past one character of punctuation, and white space around it.
    mutating func expect(_ character: Unicode.Scalar) throws(Malformed) {
        guard try take(character) else { throw unexpected("'\(character)'") }
    }

    /// Goes past a character of punctuation if it is the next one.
    mutating func take(_ character: Unicode.Scalar) throws(Malformed) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        skipSpace()
        return true
    }

    func expectEnd() throws(Malformed) {
        guard position == bytes.count else { throw unexpected("the end") }
    }

    mutating func naturals() throws(Malformed) -> [Int] {
        var numbers: [Int] = []
        try expect("[")
        if try take("]") { return numbers }
        repeat { numbers.append(try natural()) } while try take(",")
        try expect("]")
        return numbers
    }

    private mutating func natural() throws(Malformed) -> Int {
        skipSpace()
        let start = position
        var value = 0
        while position < bytes.count, case let digit = bytes[position], (0x30...0x39).contains(digit) {
            let (shifted, firstOverflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, secondOverflow) = shifted.addingReportingOverflow(Int(digit) - 0x30)
            if firstOverflow || secondOverflow {
                throw Malformed(reason: "a number is larger than a file can be", offset: start)
            }
            value = sum
            position += 1
        }
        guard position > start else { throw unexpected("a number that is not negative") }
        return value
    }

    mutating func string() throws(Malformed) -> String {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            throw unexpected("a text in quotes")
        }
        let start = position
        position += 1
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let decoded = String(validating: text, as: UTF8.self) else {
                    throw Malformed(reason: "a text is not UTF-8", offset: start)
                }
                return decoded
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
            case 0..<0x20: throw Malformed(reason: "a text has a control character", offset: position - 1)
            default: text.append(byte)
            }
        }
        throw Malformed(reason: "a text has no end", offset: start)
    }

    private mutating func escape() throws(Malformed) -> [UInt8] {
        guard position < bytes.count else { throw unexpected("an escape") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw Malformed(reason: "a text has an unknown escape", offset: position - 1)
        }
    }

    private mutating func unicodeEscape() throws(Malformed) -> [UInt8] {
        let start = position
        var units = [try hexadecimal()]
        if UTF16.isLeadSurrogate(units[0]), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            units.append(try hexadecimal())
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw Malformed(reason: "a text has half a surrogate pair", offset: start)
        }
        return Array(text.utf8)
    }

    private mutating func hexadecimal() throws(Malformed) -> UInt16 {
        guard bytes.count - position >= 4,
            let unit = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw unexpected("four hexadecimal digits") }
        position += 4
        return unit
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private func unexpected(_ wanted: String) -> Malformed {
        let found = position < bytes.count ? "'\(Character(Unicode.Scalar(bytes[position])))'" : "the end"
        return Malformed(reason: "\(wanted) is expected where \(found) is", offset: position)
    }
}
