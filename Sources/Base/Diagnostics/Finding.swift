/// One thing that a check found: what, where, how bad, and how to mend it.
///
/// Checks emit findings; how they look is decided by ``FindingRenderer``.
package struct Finding: Sendable, Hashable {
    /// The identifier of the rule that found it, in `kebab-case`.
    package var rule: String
    package var severity: Severity
    /// One sentence without a full stop: what is wrong, with the values that show it.
    package var message: String
    /// How to mend it, as an instruction.
    package var fix: String?
    package var location: SourceLocation?
    /// The node of an ONNX graph that it is about: `name (OpType)`.
    package var node: String?
    /// The line of the file that `location` names, as it stands there; shown with a caret in text output.
    package var sourceLine: String?

    package init(
        rule: String, severity: Severity, message: String, fix: String? = nil,
        location: SourceLocation? = nil, node: String? = nil, sourceLine: String? = nil
    ) {
        self.rule = rule
        self.severity = severity
        self.message = message
        self.fix = fix
        self.location = location
        self.node = node
        self.sourceLine = sourceLine
    }
}

extension Sequence<Finding> {
    /// Whether one of the findings fails a command.
    package var containErrors: Bool { contains { $0.severity == .error } }

    /// The worst severity, or `nil` if there is no finding.
    package var worstSeverity: Severity? { map(\.severity).max() }
}
