internal import Diagnostics
internal import YAML

/// Keys of one section that are not indented by two blanks.
enum Indentation: Rule {
    static let description = RuleDescription("indentation", .note, "Keys are indented by two blanks")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for section in Section.allCases {
            guard let entry = context.file.section(section), !entry.value.isAlias,
                let first = entry.value.mapping?.entries.first(where: { !$0.isMerged }),
                // A mapping in brackets has no indentation.
                entry.value.start == first.key.start, first.key.start.column != 3
            else { continue }
            report.add(
                LintMessage(
                    "'\(section.rawValue)' is indented by \(first.key.start.column - 1)", fix: "indent it by two blanks"
                ),
                at: first.key.start)
        }
    }
}
