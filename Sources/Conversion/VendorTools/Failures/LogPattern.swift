/// A text to look for in a line of a log; `*` matches anything, also nothing.
struct LogPattern: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The literal parts between the asterisks.
    let parts: [String]

    init(stringLiteral text: String) {
        parts = text.split(separator: "*").map(String.init)
    }

    /// Whether the parts occur in the line, in this order.
    func matches(_ line: String) -> Bool {
        var rest = line[...]
        for part in parts {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return !parts.isEmpty
    }
}
