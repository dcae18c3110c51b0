/// Something that a pass wants the user to know.
package struct PassNote: Sendable, Hashable {
    package var node: String
    package var message: String
    package var fix: String?
    /// Whether the model cannot be made what was asked for.
    package var isError: Bool

    package init(node: String, message: String, fix: String? = nil, isError: Bool) {
        self.node = node
        self.message = message
        self.fix = fix
        self.isError = isError
    }
}
