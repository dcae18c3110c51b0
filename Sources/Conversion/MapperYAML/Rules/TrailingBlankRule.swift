internal import Diagnostics
internal import YAML

/// Lines do not end with spaces.
enum TrailingBlankRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "trailing-blank", .note, .convention,
        summary: "no line ends with spaces",
        reason: "They are invisible, and show up in every diff.",
        fix: "Remove them.",
        example: "march: bayes-e<space>")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let document = context.file.document
        guard document.source.encoding == .utf8 else { return }
        var quoted: QuotedText?
        for (index, line) in document.source.lines.enumerated() where line.last == 0x20 {
            let kept = line.dropLast(line.reversed().prefix { $0 == 0x20 }.count)
            let column = String(decoding: kept, as: UTF8.self).unicodeScalars.count + 1
            let mark = Mark(line: index + 1, column: column)
            let text = quoted ?? QuotedText(document)
            quoted = text
            if text.contains(mark) || text.contains(Mark(line: index + 1, column: column + 1)) { continue }
            let end = Mark(line: index + 1, column: column + line.count - kept.count)
            report.add(
                LintMessage("trailing spaces", fix: "remove them", repair: .blanks(mark, end, "")),
                at: mark)
        }
    }
}
