public import Diagnostics
internal import YAMLDocument

/// What a rule says of one place, and how to mend it. Each rule's messages are static members beside it.
struct LintMessage {
    var text: String
    var fix: String?

    init(_ text: String, fix: String? = nil) {
        self.text = text
        self.fix = fix
    }
}

/// The name of a rule, how bad its worst finding is, and one line on what it looks for.
public struct RuleDescription: Sendable, Hashable {
    public var id: String
    public var severity: Severity
    public var summary: String

    public init(_ id: String, _ severity: Severity, _ summary: String) {
        self.id = id
        self.severity = severity
        self.summary = summary
    }
}

/// Looks at one file for one kind of mistake.
///
/// An error is what hb_mapper's own parser would reject; a warning is what it takes and the user regrets.
protocol Rule: Sendable {
    static var description: RuleDescription { get }
    static func check(_ context: LintContext, _ report: inout LintReport)
}

/// Collects what the rules find in one file.
struct LintReport {
    let document: YAMLDocument
    private(set) var findings: [Finding] = []
    /// Named in findings while a rule runs.
    var rule: RuleDescription

    init(document: YAMLDocument, rule: RuleDescription) {
        self.document = document
        self.rule = rule
    }

    /// Adds a finding with the rule's own severity, or a milder one.
    mutating func add(_ message: LintMessage, at mark: Mark, severity: Severity? = nil) {
        findings.append(
            Finding(
                rule: rule.id, severity: severity ?? rule.severity, message: message.text, fix: message.fix,
                location: SourceLocation(path: document.path, line: mark.line, column: mark.column),
                sourceLine: document.source.line(mark.line)))
    }
}
