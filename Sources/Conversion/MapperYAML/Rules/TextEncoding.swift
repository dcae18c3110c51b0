internal import Diagnostics
internal import YAML

/// hb_mapper opens the file as UTF-8 and nothing else.
enum TextEncoding: Rule {
    static let description = RuleDescription("text-encoding", .error, "The file is UTF-8")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        if context.file.document.source.encoding != .utf8 {
            report.add(
                LintMessage(
                    "the file is UTF-16, and hb_mapper reads UTF-8", fix: "save it as UTF-8", repair: .reencode),
                at: Mark(line: 1, column: 1))
        }
    }
}
