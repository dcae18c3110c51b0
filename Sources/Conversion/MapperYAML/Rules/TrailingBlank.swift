internal import Diagnostics
internal import YAML

/// Blanks at the end of a line, which no one sees and every diff shows.
enum TrailingBlank: Rule {
    static let description = RuleDescription("trailing-blank", .note, "No line ends in blanks")

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
                LintMessage("this line ends in blanks", fix: "take them out", repair: .blanks(mark, end, "")),
                at: mark)
        }
    }
}
