/// A place in a file: its path, and line and column where the file is text.
package struct SourceLocation: Sendable, Hashable, Codable, CustomStringConvertible {
    package var path: String
    /// Counted from 1.
    package var line: Int?
    /// Counted from 1, in characters.
    package var column: Int?

    package init(path: String, line: Int? = nil, column: Int? = nil) {
        self.path = path
        self.line = line
        self.column = column
    }

    /// `path`, `path:line` or `path:line:column`.
    package var description: String {
        guard let line else { return path }
        guard let column else { return "\(path):\(line)" }
        return "\(path):\(line):\(column)"
    }
}
