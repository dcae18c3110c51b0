internal import Diagnostics
internal import YAML

/// A last line without a line break, to which the next `>>` is appended.
enum FinalBreak: Rule {
    static let description = RuleDescription("final-line-break", .note, "The file ends with a line break")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let source = context.file.document.source
        guard source.encoding == .utf8, let last = source.bytes.last, last != 0x0A, last != 0x0D else { return }
        let lines = source.lines
        let line = lines.last ?? []
        let mark = Mark(line: lines.count, column: String(decoding: line, as: UTF8.self).unicodeScalars.count + 1)
        report.add(
            LintMessage("the last line does not end", fix: "add a line break", repair: .finalBreak), at: mark)
    }
}
