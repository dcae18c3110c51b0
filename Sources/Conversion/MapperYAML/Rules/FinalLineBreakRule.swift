internal import Diagnostics
internal import YAML

/// The file ends with a line break.
enum FinalLineBreakRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "final-line-break", .note, .convention,
        summary: "the file ends with a line break",
        reason: "Whatever is appended to the file continues its last line.",
        fix: "Add a line break.",
        example: "debug: false<end of file>")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let source = context.file.document.source
        guard source.encoding == .utf8, let last = source.bytes.last, last != 0x0A, last != 0x0D else { return }
        let lines = source.lines
        let line = lines.last ?? []
        let mark = Mark(line: lines.count, column: String(decoding: line, as: UTF8.self).unicodeScalars.count + 1)
        report.add(
            LintMessage("missing line break at the end of the file", fix: "add a line break", repair: .finalBreak),
            at: mark)
    }
}
