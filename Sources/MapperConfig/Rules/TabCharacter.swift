internal import Diagnostics
internal import YAMLDocument

/// Tabs between tokens: libyaml and editors take them, PyYAML, which hb_mapper reads with, does not.
enum TabCharacter: Rule {
    static let description = RuleDescription("tab-character", .error, "No tab stands outside of quotes and comments")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let source = context.file.document.source
        guard source.bytes.contains(0x09) else { return }
        var spans: [(start: Mark, end: Mark)] = []
        collect(context.file.document.root, &spans)
        for (index, line) in source.lines.enumerated() where line.contains(0x09) {
            var column = 0
            var before: UInt8 = 0x20
            for byte in line {
                if byte & 0xC0 != 0x80 { column += 1 }
                let mark = Mark(line: index + 1, column: column)
                let isInside = spans.contains { $0.start < mark && mark < $0.end }
                if !isInside {
                    if byte == 0x23, before == 0x20 || before == 0x09 { break }
                    if byte == 0x09 {
                        report.add(.tab, at: mark)
                        return
                    }
                }
                before = byte
            }
        }
    }

    /// Quoted and block scalars, in which a tab is text.
    private static func collect(_ node: Node, _ spans: inout [(start: Mark, end: Mark)]) {
        var stack = [node]
        while let node = stack.popLast() {
            if node.isAlias { continue }
            switch node.content {
            case .scalar(let scalar):
                if scalar.style != .plain { spans.append((node.start, node.end)) }
            case .sequence(let nodes): stack += nodes
            case .mapping(let mapping):
                for entry in mapping.entries where !entry.isMerged { stack += [entry.key, entry.value] }
            }
        }
    }
}

extension LintMessage {
    fileprivate static var tab: Self {
        Self("hb_mapper's YAML reader stops at a tab here", fix: "write spaces, or quote the value")
    }
}
