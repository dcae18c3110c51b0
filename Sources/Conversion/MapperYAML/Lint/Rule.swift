package import Diagnostics
internal import YAML

/// What a rule says of one place, and how to mend it. Each rule's messages are static members beside it.
struct LintMessage {
    var text: String
    var fix: String?
    /// The same, as a change that can be made without asking.
    var repair: Repair?

    init(_ text: String, fix: String? = nil, repair: Repair? = nil) {
        self.text = text
        self.fix = fix
        self.repair = repair
    }

    /// The same message with a change that mends it.
    func repaired(by repair: Repair?) -> Self {
        var message = self
        message.repair = repair
        return message
    }
}

/// The name of a rule, how bad its worst finding is, and one line on what it looks for.
package struct RuleDescription: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// hb_mapper would reject it.
        case rejected
        /// hb_mapper takes it, and the model is slower or less accurate than it should be.
        case regretted
        /// It only reads badly.
        case style
    }

    package var id: String
    package var severity: Severity
    package var kind: Kind
    package var summary: String

    package init(_ id: String, _ severity: Severity, _ summary: String) {
        self.id = id
        self.severity = severity
        self.summary = summary
        kind =
            switch severity {
            case .error: .rejected
            case .warning: .regretted
            case .note: .style
            }
    }
}

/// Looks at one file for one kind of mistake.
///
/// An error is what hb_mapper would reject; a warning is what it takes and the user regrets; a note is a matter of
/// style.
protocol Rule: Sendable {
    static var description: RuleDescription { get }
    static func check(_ context: LintContext, _ report: inout LintReport)
}

/// A finding, and the change that mends it if there is one that is safe.
struct MendableFinding {
    var finding: Finding
    var repair: Repair?
}

/// Collects what the rules find in one file.
struct LintReport {
    let document: YAMLDocument
    private(set) var findings: [MendableFinding] = []
    /// Named in findings while a rule runs.
    var rule: RuleDescription

    init(document: YAMLDocument, rule: RuleDescription) {
        self.document = document
        self.rule = rule
    }

    /// Adds a finding with the rule's own severity, or a milder one.
    mutating func add(_ message: LintMessage, at mark: Mark, severity: Severity? = nil) {
        let finding = Finding(
            rule: rule.id, severity: severity ?? rule.severity, message: message.text, fix: message.fix,
            location: SourceLocation(path: document.path, line: mark.line, column: mark.column),
            sourceLine: document.source.line(mark.line))
        findings.append(MendableFinding(finding: finding, repair: message.repair))
    }
}
