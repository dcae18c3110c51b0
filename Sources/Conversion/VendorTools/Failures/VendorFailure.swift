internal import Diagnostics
internal import Support

/// Finds the one line that says why a Python program failed.
package enum VendorFailure {
    /// The reason in a log, ready to print.
    ///
    /// - Throws: `FileError`.
    package static func reason(log path: String) throws -> String {
        let text = try ByteView(contentsOf: path).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        return FindingRenderer.printable(reason(in: text.split(whereSeparator: \.isNewline).map(String.init)))
    }

    /// The reason in the last lines of a program's output.
    ///
    /// The vendor's programs log `ERROR` lines and end with a traceback. The exception's own line says most;
    /// failing that, the last error that was logged; failing that, the last line of all.
    static func reason(in lines: [String]) -> String {
        let trimmed = lines.map(trim).filter { !$0.isEmpty }
        if let line = trimmed.last(where: isException) { return line }
        if let line = trimmed.last(where: { $0.contains(" ERROR ") || $0.hasPrefix("ERROR") }) {
            return withoutTimestamp(line)
        }
        if let line = trimmed.last(where: { $0.hasPrefix("error:") }) {
            return trim(String(line.dropFirst("error:".count)))
        }
        return trimmed.last.map(withoutTimestamp) ?? "it printed nothing"
    }

    /// `ValueError: ...`, `onnx.onnx_cpp2py_export.checker.ValidationError: ...`.
    private static func isException(_ line: String) -> Bool {
        guard let colon = line.firstIndex(of: ":") else { return false }
        let name = line[..<colon]
        guard let last = name.split(separator: ".").last else { return false }
        let isName = name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        return isName && (last.hasSuffix("Error") || last.hasSuffix("Exception") || last == "KeyboardInterrupt")
            && name != "error"
    }

    /// Drops `2026-01-02 03:04:05,678 ERROR ` and the like.
    private static func withoutTimestamp(_ line: String) -> String {
        for level in [" ERROR ", " WARNING ", " INFO "] {
            if let range = line.firstRange(of: level), line.distance(from: line.startIndex, to: range.lowerBound) < 40 {
                return trim(String(line[range.upperBound...]))
            }
        }
        return line
    }

    private static func trim(_ line: String) -> String {
        var text = Substring(line)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text.prefix(500))
    }
}
