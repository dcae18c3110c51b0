internal import CompiledModel

/// One line that a program printed, without its end and without color codes.
package struct ToolLine: Sendable, Hashable {
    package let text: String
    /// It ended in a carriage return: a progress display that the next line overwrites.
    package let isTransient: Bool

    package init(_ text: String, isTransient: Bool = false) {
        self.text = text
        self.isTransient = isTransient
    }
}

/// Cuts a program's output into lines, at `\n` and at `\r`, in whatever pieces it arrives.
struct LineSplitter {
    /// A longer line is cut here, so that output without line ends needs no memory.
    static let longestLine = 1 << 16

    private var pending: [UInt8] = []
    private var endedInReturn = false

    /// Adds bytes and returns the lines that they complete.
    mutating func append(_ bytes: some Sequence<UInt8>) -> [ToolLine] {
        var lines: [ToolLine] = []
        for byte in bytes {
            if endedInReturn {
                endedInReturn = false
                if byte == UInt8(ascii: "\n") {
                    lines.append(take(isTransient: false))
                    continue
                }
                lines.append(take(isTransient: true))
            }
            switch byte {
            case UInt8(ascii: "\n"): lines.append(take(isTransient: false))
            case UInt8(ascii: "\r"): endedInReturn = true
            default:
                pending.append(byte)
                if pending.count == Self.longestLine { lines.append(take(isTransient: false)) }
            }
        }
        return lines.filter { !($0.isTransient && $0.text.isEmpty) }
    }

    /// What is left when the output ends.
    mutating func finish() -> ToolLine? {
        guard !pending.isEmpty else { return nil }
        return take(isTransient: false)
    }

    private mutating func take(isTransient: Bool) -> ToolLine {
        defer { pending.removeAll(keepingCapacity: true) }
        return ToolLine(String(decoding: Self.withoutColor(pending), as: UTF8.self), isTransient: isTransient)
    }

    /// Drops ECMA-48 control sequences: ESC [ parameters final.
    private static func withoutColor(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(0x1B) else { return bytes }
        var kept: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x1B, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "[") {
                index += 2
                while index < bytes.count, !(0x40...0x7E).contains(bytes[index]) { index += 1 }
                index += 1
            } else {
                kept.append(bytes[index])
                index += 1
            }
        }
        return kept
    }
}

extension LineSplitter {
    /// The lines of a whole text, such as a log file.
    static func lines(of text: String) -> [ToolLine] {
        var splitter = LineSplitter()
        var lines = splitter.append(text.utf8)
        if let last = splitter.finish() { lines.append(last) }
        return lines
    }
}
