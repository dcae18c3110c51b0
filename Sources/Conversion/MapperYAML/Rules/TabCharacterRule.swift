internal import Diagnostics
internal import YAML

/// No tabs between tokens: libyaml and editors accept them, PyYAML does not.
enum TabCharacterRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "tab-character",
        summary: "no tabs outside quotes and comments",
        reason: "PyYAML, with which hb_mapper reads the file, stops at them; many editors and parsers do not.",
        fix: "Replace the tab with spaces.",
        example: "march:<tab>bayes-e")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let source = context.file.document.source
        guard source.bytes.contains(0x09) else { return }
        let quoted = QuotedText(context.file.document)
        for (index, line) in source.lines.enumerated() where line.contains(0x09) {
            let comment = quoted.comment(inLine: index + 1, line) ?? line.endIndex
            var column = 0
            for place in line.indices[..<comment] {
                if line[place] & 0xC0 != 0x80 { column += 1 }
                let mark = Mark(line: index + 1, column: column)
                guard line[place] == 0x09, !quoted.contains(mark) else { continue }
                report.add(.tab(mark), at: mark)
                return
            }
        }
    }
}

extension LintMessage {
    fileprivate static func tab(_ mark: Mark) -> Self {
        Self(
            "hb_mapper's YAML parser rejects tabs", fix: "replace the tab with spaces, or quote the value",
            repair: .blanks(mark, Mark(line: mark.line, column: mark.column + 1), " "))
    }
}
