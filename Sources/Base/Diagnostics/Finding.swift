/// A problem that a check found: what, where, how severe, and how to fix it.
///
/// Checks emit findings; ``FindingRenderer`` decides how they look.
package struct Finding: Sendable, Hashable {
    /// The id of the rule it breaks: ``RuleDescriptor/id``.
    package var rule: String
    package var severity: Severity
    /// What is wrong, with the values that show it: lower case, no full stop.
    package var message: String
    /// How to fix it, in the imperative: lower case, no full stop.
    package var fix: String?
    package var location: SourceLocation?
    /// The ONNX node concerned: `name (OpType)`.
    package var node: String?
    /// The line of the file at `location`, verbatim; text output shows it with a caret.
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

    /// The worst severity, or `nil` without findings.
    package var worstSeverity: Severity? { map(\.severity).max() }
}
