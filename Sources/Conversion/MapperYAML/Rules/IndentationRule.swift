internal import Diagnostics
internal import YAML

/// Keys are indented by two spaces.
enum IndentationRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "indentation", .note, .convention,
        summary: "keys are indented by two spaces",
        reason: "Configs are easier to compare when all of them look alike.",
        fix: "Indent the keys of a section by two spaces.",
        example: """
            model_parameters:
                march: bayes-e
            """)

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for section in Section.allCases {
            guard let entry = context.file.section(section), !entry.value.isAlias,
                let first = entry.value.mapping?.entries.first(where: { !$0.isMerged }),
                // A flow mapping has no indentation.
                entry.value.start == first.key.start, first.key.start.column != 3
            else { continue }
            report.add(
                LintMessage(
                    "keys of \(section.rawValue) are indented by \(first.key.start.column - 1)",
                    fix: "indent them by two spaces"),
                at: first.key.start)
        }
    }
}
