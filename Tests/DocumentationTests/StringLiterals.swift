/// The string literals of a Swift file.
enum StringLiterals {
    /// The text between quotes, and the lines of multi-line literals, with their line numbers.
    static func lines(of file: [String]) -> [(Int, String)] {
        var result: [(Int, String)] = []
        var isInside = false
        for (index, line) in file.enumerated() {
            let delimiters = line.matches(of: /"""/).count
            if isInside && delimiters == 0 {
                result.append((index + 1, line))
            } else if delimiters > 0 {
                if delimiters % 2 == 1 { isInside.toggle() }
            } else {
                result += texts(in: line).map { (index + 1, $0) }
            }
        }
        return result
    }

    /// Expressions in `\(...)` are left out. Quotes in a comment start no literal.
    private static func texts(in line: String) -> [String] {
        var texts: [String] = []
        var text: String?
        var depth = 0
        var previous: Character = " "
        for character in line {
            defer { previous = previous == "\\" && character == "\\" ? " " : character }
            if depth > 0 {
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
            } else if let current = text {
                if character == "(" && previous == "\\" {
                    depth = 1
                } else if character == "\"" && previous != "\\" {
                    texts.append(current)
                    text = nil
                } else {
                    text = current + String(character)
                }
            } else if character == "\"" {
                text = ""
            } else if character == "/" && previous == "/" {
                break
            }
        }
        return texts
    }
}
