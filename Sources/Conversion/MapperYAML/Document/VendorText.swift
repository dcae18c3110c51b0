internal import YAML

/// Text and lists as hb_mapper makes them of a value.
enum VendorText {
    /// What Python's `str()` produces for a node.
    static func string(_ node: Node) -> String {
        switch node.content {
        case .scalar(let scalar): text(scalar)
        case .sequence(let nodes): "[" + nodes.map(representation).joined(separator: ", ") + "]"
        case .mapping(let mapping):
            "{"
                + mapping.entries.map { representation($0.key) + ": " + representation($0.value) }
                .joined(separator: ", ") + "}"
        }
    }

    private static func text(_ scalar: Scalar) -> String {
        switch scalar.value {
        case .null: "None"
        case .boolean(let value): value ? "True" : "False"
        case .integer(let value): String(value)
        case .float(let value): value.isNaN ? "nan" : String(value)
        case .string, .timestamp, .binary: scalar.text
        case .bigInteger: scalar.text.filter { $0 != "_" }
        }
    }

    private static func representation(_ node: Node) -> String {
        node.string.map { "'\($0)'" } ?? string(node)
    }

    /// The values of a list in one text: separated by `;`, one at the end allowed, quotes and blanks dropped.
    /// `nil` is an empty one.
    static func list(_ text: String) -> [String?] {
        guard !text.isEmpty else { return [] }
        var text = withoutQuotes(text)
        if text.hasSuffix(";") { text.removeLast() }
        return text.split(separator: ";", omittingEmptySubsequences: false).map { part in
            let value = PythonNumber.strip(part)
            return value.isEmpty || value == "None" ? nil : value
        }
    }

    /// The numbers of one list element, separated by blanks or commas; `nil` if one is none.
    static func numbers(_ text: String) -> [Double]? {
        var numbers: [Double] = []
        for word in withoutQuotes(text).split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            guard let number = PythonNumber.float(String(word)) else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    /// `1x3x224x224`; `nil` if a part is not an integer.
    static func shape(_ text: String) -> [Int]? {
        var shape: [Int] = []
        for part in text.lowercased().split(separator: "x", omittingEmptySubsequences: false) {
            guard let size = PythonNumber.int(String(part)) else { return nil }
            shape.append(size)
        }
        return shape
    }

    private static func withoutQuotes(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x27 }) else { return PythonNumber.strip(text) }
        return PythonNumber.strip(String(text.map { $0 == "'" || $0 == "\"" ? " " : $0 }))
    }
}
