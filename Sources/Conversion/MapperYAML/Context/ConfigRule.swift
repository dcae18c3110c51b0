internal import Diagnostics
internal import YAML

/// A rule that looks at one file.
///
/// An error is what hb_mapper rejects, a warning what it accepts at a cost, a note a matter of style.
protocol ConfigRule: Rule {
    static func check(_ context: LintContext, _ report: inout LintReport)
}

/// What a rule says about one position, and how to fix it. Each rule's messages are static members next to it.
struct LintMessage {
    var text: String
    var fix: String?
    /// The fix as a change that is safe to make without asking.
    var repair: Repair?

    init(_ text: String, fix: String? = nil, repair: Repair? = nil) {
        self.text = text
        self.fix = fix
        self.repair = repair
    }

    /// The same message with a repair.
    func repaired(by repair: Repair?) -> Self {
        var message = self
        message.repair = repair
        return message
    }
}

/// A finding, and the repair if there is a safe one.
struct RepairableFinding {
    var finding: Finding
    var repair: Repair?
}

/// Collects the findings in one file.
struct LintReport {
    let document: YAMLDocument
    private(set) var findings: [RepairableFinding] = []
    /// The rule that is running.
    var rule: RuleDescriptor

    init(document: YAMLDocument, rule: RuleDescriptor) {
        self.document = document
        self.rule = rule
    }

    /// Adds a finding with the rule's own severity, or a milder one.
    mutating func add(_ message: LintMessage, at mark: Mark, severity: Severity? = nil) {
        let finding = Finding(
            rule: rule.id, severity: severity ?? rule.severity, message: message.text, fix: message.fix,
            location: SourceLocation(path: document.path, line: mark.line, column: mark.column),
            sourceLine: document.source.line(mark.line))
        findings.append(RepairableFinding(finding: finding, repair: message.repair))
    }
}
