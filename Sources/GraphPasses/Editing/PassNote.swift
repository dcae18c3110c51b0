/// Something that a pass wants the user to know.
struct PassNote: Sendable, Hashable {
    var node: String
    var message: String
    var fix: String?
    /// Whether the model cannot be made what was asked for.
    var isError: Bool
}
