internal import ONNX

extension DOTWriter {
    /// How much of a name is shown.
    private static let nameLimit = 48

    /// A name that is short enough to be drawn, without control characters.
    private static func shown(_ text: String) -> String {
        var shown = String(text.prefix(nameLimit + 1))
        if shown.count > nameLimit { shown = shown.prefix(nameLimit - 3) + "..." }
        return String(String.UnicodeScalarView(shown.unicodeScalars.map { $0.properties.isControl ? "\u{FFFD}" : $0 }))
    }

    /// A string of Graphviz's language.
    static func quoted(_ text: String) -> String {
        "\"" + shown(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// Text inside of a label in Graphviz's HTML.
    static func escaped(_ text: String) -> String {
        shown(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    static func small(_ text: String) -> String {
        "<font point-size=\"9\" color=\"#4a545e\">\(escaped(text))</font>"
    }

    /// `1×3×224×224`
    static func text(of shape: [Dimension]) -> String {
        shape.isEmpty ? "scalar" : shape.map(\.description).joined(separator: "×")
    }

    static func text(of type: ValueType) -> String {
        guard let element = type.elementType else { return "" }
        return element.description + (type.shape.map { " " + text(of: $0) } ?? "")
    }

    /// Three digits: `1.23 M`.
    static func rounded(_ value: Int) -> String {
        for (unit, size) in [("G", 1e9), ("M", 1e6), ("k", 1e3)] where Double(value) >= size {
            let scaled = Double(value) / size
            let factor: Double = scaled < 10 ? 100 : scaled < 100 ? 10 : 1
            let number = (scaled * factor).rounded() / factor
            let text = String(number)
            return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " " + unit
        }
        return String(value)
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isControl: Bool { generalCategory == .control }
}
