/// A line of text with a caret below one column.
package enum SourceExcerpt {
    /// Longer lines are cut around the caret.
    private static let width = 100

    /// The line and the line with the caret, both indented by two.
    ///
    /// - Parameter column: 1-based, in Unicode scalars; one past the end is allowed.
    package static func lines(_ line: String, column: Int) -> [String] {
        var scalars = Array(line.unicodeScalars)
        var offset = max(0, min(column - 1, scalars.count))
        if scalars.count > width {
            let start = max(0, min(offset - width / 2, scalars.count - width))
            scalars = Array(scalars[start..<(start + width)])
            offset -= start
        }
        // Control characters would move the caret or the terminal.
        var text = ""
        for scalar in scalars {
            text.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
        }
        return ["  " + text, "  " + String(repeating: " ", count: offset) + "^"]
    }
}
