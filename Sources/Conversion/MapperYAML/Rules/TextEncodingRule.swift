internal import Diagnostics
internal import YAML

/// hb_mapper reads UTF-8 only.
enum TextEncodingRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "text-encoding",
        summary: "the file is UTF-8",
        reason: "hb_mapper reads UTF-8 only.",
        fix: "Save the file as UTF-8.",
        example: "a file saved as UTF-16")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        if context.file.document.source.encoding != .utf8 {
            report.add(
                LintMessage(
                    "the file is UTF-16, but hb_mapper reads UTF-8", fix: "save it as UTF-8", repair: .reencode),
                at: Mark(line: 1, column: 1))
        }
    }
}
