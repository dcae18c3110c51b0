/// Writes YAML in one stable style: two spaces a level, plain scalars where they read back as they are,
/// single quotes elsewhere, comments above what they explain.
package struct YAMLWriter {
    package private(set) var text = ""
    private var indentation = 0

    package init() {}

    /// One comment line for each line of the text.
    package mutating func comment(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            self.text += indent + (line.isEmpty ? "#" : "# " + line) + "\n"
        }
    }

    package mutating func blankLine() {
        text += "\n"
    }

    /// A key with a mapping below it.
    package mutating func mapping(_ key: String, _ body: (inout YAMLWriter) -> Void) {
        text += "\(indent)\(Self.quoted(key)):\n"
        indentation += 1
        body(&self)
        indentation -= 1
    }

    /// A string, quoted if it would read back as something else.
    package mutating func entry(_ key: String, _ value: String) {
        text += "\(indent)\(Self.quoted(key)): \(Self.quoted(value))\n"
    }

    package mutating func entry(_ key: String, _ value: Int) {
        text += "\(indent)\(Self.quoted(key)): \(value)\n"
    }

    /// A finite number, so that it reads back as one.
    package mutating func entry(_ key: String, _ value: Double) {
        // YAML 1.1 wants a point and a sign in the exponent, and PyYAML insists: 1e-05 is text.
        var digits = String(value)
        if let mark = digits.firstIndex(of: "e"), !digits[..<mark].contains(".") {
            digits.insert(contentsOf: ".0", at: mark)
        }
        if let mark = digits.firstIndex(of: "e"), digits[digits.index(after: mark)].isNumber {
            digits.insert("+", at: digits.index(after: mark))
        }
        text += "\(indent)\(Self.quoted(key)): \(digits)\n"
    }

    package mutating func entry(_ key: String, _ value: Bool) {
        text += "\(indent)\(Self.quoted(key)): \(value)\n"
    }

    private var indent: String { String(repeating: "  ", count: indentation) }

    /// The string as YAML text on one line that reads back as that string.
    package static func quoted(_ string: String) -> String {
        if isSafePlain(string) { return string }
        if string.unicodeScalars.allSatisfy({ isPrintable($0) && $0 != "\n" && $0 != "\u{85}" }) {
            return "'" + string.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        }
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            default:
                if isPrintable(scalar), scalar != "\u{85}" {
                    text.unicodeScalars.append(scalar)
                } else {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    text += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
                }
            }
        }
        return text + "\""
    }

    /// What YAML 1.1 makes of a text without quotes; `nil` if no reader accepts it.
    package static func value(ofPlain text: String) -> ScalarValue? { try? ScalarResolution.resolve(text) }

    private static func isSafePlain(_ string: String) -> Bool {
        guard let first = string.unicodeScalars.first, let last = string.unicodeScalars.last,
            !"-?:,[]{}#&*!|>'\"%@` =<".unicodeScalars.contains(first), last != " ", last != ":",
            !string.hasPrefix("..."),
            case .string? = try? ScalarResolution.resolve(string)
        else { return false }
        var previous: Unicode.Scalar = " "
        for scalar in string.unicodeScalars {
            guard isPrintable(scalar), scalar.value < 0x80 || scalar.value > 0xA0, scalar != "\n" else { return false }
            // Flow indicators are harmless in a block but not in a list in brackets.
            if ",[]{}".unicodeScalars.contains(scalar) { return false }
            if scalar == "#" && previous == " " { return false }
            if scalar == " " && previous == ":" { return false }
            previous = scalar
        }
        return true
    }

    /// What the YAML 1.1 character set allows, without line separators and the byte order mark.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
            0x10000...0x10FFFF:
            true
        default: false
        }
    }
}
