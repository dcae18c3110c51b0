package import Diagnostics

/// Rules as `--list-rules` and `--explain` print them.
package struct RuleListing: Sendable {
    private static let width = 80

    private let rules: [RuleDescriptor]

    package init(_ rules: [RuleDescriptor]) {
        self.rules = rules
    }

    /// Two lines per rule, of at most 80 characters: what it is, and what it checks.
    package var list: String {
        rules.map { rule in
            "\(rule.id) (\(rule.severity.rawValue), \(rule.kind.rawValue), \(rule.origin.rawValue))\n"
                + Self.wrapped(rule.summary, indent: "  ") + "\n"
        }.joined()
    }

    /// Everything about each rule.
    package var explanation: String {
        rules.map { rule in
            """
            \(rule.id): \(rule.severity.rawValue) (\(rule.kind.phrase)), required by \(rule.origin.phrase)

            \(Self.wrapped("Checks that \(rule.summary)."))

            \(Self.wrapped("Why: \(rule.reason)"))

            \(Self.wrapped("Fix: \(rule.fix)"))

            \(Self.example(rule.example))

            """
        }.joined(separator: "\n")
    }

    /// `{"schema_version":1,"rules":[{"rule","kind","severity","origin","summary","reason","fix","example"}]}`.
    package func json() throws -> String { try JSONReport.encode(Report(rules: rules)) }

    private struct Report: Encodable {
        var schemaVersion = 1
        var rules: [RuleDescriptor]
    }

    private static func example(_ text: String) -> String {
        text.contains("\n") ? "Example:\n\n  " + text.replacing("\n", with: "\n  ") : wrapped("Example: \(text)")
    }

    private static func wrapped(_ text: String, indent: String = "") -> String {
        var lines: [String] = []
        var line = indent
        for word in text.split(separator: " ") {
            if line.count > indent.count, line.count + word.count >= width {
                lines.append(line)
                line = indent
            }
            line += (line.count > indent.count ? " " : "") + word
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
