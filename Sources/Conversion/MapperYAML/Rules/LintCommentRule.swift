internal import Diagnostics
internal import YAML

/// Suppression comments are readable and name existing rules. ``Suppressions`` finds them.
enum LintCommentRule: Rule {
    static let descriptor = RuleDescriptor(
        "lint-comment", .warning, .convention,
        summary: "suppression comments name existing rules",
        reason: "A misspelled name disables nothing.",
        fix: "Correct the name; `repvit-convert config rules` lists all rules.",
        example: "march: bayes  # repvit-lint: disable=march")

    static func check(_ suppressions: Suppressions, rules: [String], _ report: inout LintReport) {
        for mark in suppressions.unreadable { report.add(.unreadable, at: mark) }
        for (name, mark) in suppressions.names where !rules.contains(name) {
            report.add(.unknown(name, rules), at: mark)
        }
    }
}

extension LintMessage {
    fileprivate static var unreadable: Self {
        Self(
            "unrecognized repvit-lint comment",
            fix: "write '# repvit-lint: disable=RULE' or '# repvit-lint: disable-file=RULE'")
    }

    fileprivate static func unknown(_ name: String, _ rules: [String]) -> Self {
        Self(
            "unknown rule '\(name)'",
            fix: NearestName.find(name, in: rules).map { "write '\($0)'" }
                ?? "run `repvit-convert config rules` for the list")
    }
}
