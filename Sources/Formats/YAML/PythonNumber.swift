/// Numbers in text as Python's `int()` and `float()` take them, which is how a tool written in Python reads
/// a string that should be a number.
package enum PythonNumber {
    /// Decimal digits with an optional sign, single underscores between digits and blanks around; `nil` if
    /// Python would raise. Saturates at the ends of `Int`.
    package static func int(_ text: String) -> Int? {
        var digits = Substring(strip(text))
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits = digits.dropFirst() }
        guard let plain = withoutUnderscores(digits), !plain.isEmpty,
            plain.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int((isNegative ? "-" : "") + plain) ?? (isNegative ? .min : .max)
    }

    /// A decimal number, `inf`, `infinity` or `nan`, with blanks around; `nil` if Python would raise.
    package static func float(_ text: String) -> Double? {
        guard let plain = withoutUnderscores(Substring(strip(text))), !plain.isEmpty else { return nil }
        var unsigned = Substring(plain)
        var sign = 1.0
        if unsigned.first == "-" || unsigned.first == "+" {
            sign = unsigned.first == "-" ? -1 : 1
            unsigned = unsigned.dropFirst()
        }
        switch unsigned.lowercased() {
        case "inf", "infinity": return sign * .infinity
        case "nan": return .nan
        default: break
        }
        // Swift's own reading also accepts hexadecimal floats and payloads.
        guard unsigned.utf8.allSatisfy({ (0x30...0x39).contains($0) || "eE+-.".utf8.contains($0) }),
            unsigned.utf8.contains(where: { (0x30...0x39).contains($0) })
        else { return nil }
        var text = String(unsigned)
        // Python accepts ".5" and "5."; Swift wants digits on both sides.
        if text.hasPrefix(".") { text = "0" + text }
        if let point = text.firstIndex(of: ".") {
            let next = text.index(after: point)
            if next == text.endIndex || !text[next].isNumber { text.insert("0", at: next) }
        }
        return Double(text).map { sign * $0 }
    }

    /// Without blanks at both ends, as `str.strip()`.
    package static func strip(_ text: some StringProtocol) -> String {
        let scalars = Array(text.unicodeScalars)
        guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        if start == 0, end == scalars.count - 1 { return String(text) }
        var stripped = String.UnicodeScalarView()
        stripped.append(contentsOf: scalars[start...end])
        return String(stripped)
    }

    /// `nil` if an underscore is not between two digits.
    private static func withoutUnderscores(_ text: Substring) -> String? {
        guard text.utf8.contains(0x5F) else { return String(text) }
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() where byte == 0x5F {
            guard index > 0, index + 1 < bytes.count, (0x30...0x39).contains(bytes[index - 1]),
                (0x30...0x39).contains(bytes[index + 1])
            else { return nil }
        }
        return text.filter { $0 != "_" }
    }
}
