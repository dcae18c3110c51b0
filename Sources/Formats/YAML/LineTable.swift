/// Finds places of a UTF-8 text in its bytes.
///
/// Line breaks are those of YAML 1.1, as libyaml counts them: LF, CR, CRLF, NEL, LS and PS.
struct LineTable {
    let bytes: [UInt8]
    /// The first byte of every line.
    private let starts: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var starts = [index]
        while index < bytes.count {
            let length = Self.breakLength(bytes, at: index)
            index += max(length, 1)
            if length > 0 { starts.append(index) }
        }
        self.starts = starts
    }

    /// The offset of a position; the end of its line if that is shorter, the end of the text beyond the last line.
    func offset(of mark: Mark) -> Int {
        guard mark.line <= starts.count else { return bytes.count }
        var index = starts[mark.line - 1]
        var column = 1
        while column < mark.column, index < bytes.count, Self.breakLength(bytes, at: index) == 0 {
            index += 1
            while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
            column += 1
        }
        return index
    }

    /// The line that holds an offset, with the break at its end.
    func line(at offset: Int) -> Range<Int> {
        // The last start that is not after the offset.
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return starts[low]..<(low + 1 < starts.count ? starts[low + 1] : bytes.count)
    }

    /// Whether the text ends in a line break, or is empty.
    var endsInBreak: Bool { starts.count == 1 ? bytes.isEmpty : starts[starts.count - 1] == bytes.count }

    /// The break that the text uses: its first one.
    var lineBreak: String {
        guard starts.count > 1 else { return "\n" }
        let end = starts[1]
        return end > 1 && bytes[end - 1] == 0x0A && bytes[end - 2] == 0x0D ? "\r\n" : "\n"
    }

    private static func breakLength(_ bytes: [UInt8], at index: Int) -> Int {
        func byte(_ distance: Int) -> UInt8 { index + distance < bytes.count ? bytes[index + distance] : 0 }
        switch bytes[index] {
        case 0x0A: return 1
        case 0x0D: return byte(1) == 0x0A ? 2 : 1
        case 0xC2: return byte(1) == 0x85 ? 2 : 0
        case 0xE2: return byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9) ? 3 : 0
        default: return 0
        }
    }
}
