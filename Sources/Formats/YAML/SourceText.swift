/// The bytes of a text file, as lines for messages.
package struct SourceText: Sendable {
    package enum Encoding: Sendable {
        case utf8
        case utf16LittleEndian
        case utf16BigEndian
    }

    package let bytes: [UInt8]
    /// By the byte order mark; UTF-8 without one.
    package let encoding: Encoding

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        encoding =
            switch (bytes.first, bytes.dropFirst().first) {
            case (0xFF, 0xFE): .utf16LittleEndian
            case (0xFE, 0xFF): .utf16BigEndian
            default: .utf8
            }
    }

    /// A line without its line break, counted from 1; invalid bytes become U+FFFD.
    package func line(_ number: Int) -> String {
        switch encoding {
        case .utf8: return Self.line(number, of: bytes[...].dropFirst(startsWithMark ? 3 : 0))
        case .utf16LittleEndian, .utf16BigEndian: return Self.line(number, of: Array((utf8Text ?? "").utf8)[...])
        }
    }

    /// The whole text without its byte order mark; `nil` if UTF-16 ends in half a character.
    package var utf8Text: String? {
        guard encoding != .utf8 else {
            return String(decoding: bytes.dropFirst(startsWithMark ? 3 : 0), as: UTF8.self)
        }
        guard bytes.count % 2 == 0 else { return nil }
        let isLittle = encoding == .utf16LittleEndian
        let units = stride(from: 2, to: bytes.count, by: 2).map { index in
            let (low, high) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isLittle ? high << 8 | low : low << 8 | high
        }
        return String(decoding: units, as: UTF16.self)
    }

    private var startsWithMark: Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

    /// Breaks are LF, CR and CRLF, as libyaml counts them (and two rarer ones, not handled here).
    private static func line(_ number: Int, of bytes: ArraySlice<UInt8>) -> String {
        var current = 1
        var start = bytes.startIndex
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == 0x0A || byte == 0x0D {
                if current == number { break }
                if byte == 0x0D, index + 1 < bytes.endIndex, bytes[index + 1] == 0x0A { index += 1 }
                current += 1
                start = index + 1
            }
            index += 1
        }
        guard current == number else { return "" }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }
}

extension SourceText {
    /// All lines of a UTF-8 text as bytes, without line breaks.
    package var lines: [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var index = start
        while index < bytes.count {
            if bytes[index] == 0x0A || bytes[index] == 0x0D {
                lines.append(bytes[start..<index])
                if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
                start = index + 1
            }
            index += 1
        }
        lines.append(bytes[start...])
        return lines
    }
}
