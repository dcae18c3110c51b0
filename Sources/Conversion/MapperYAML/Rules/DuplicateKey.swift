internal import Diagnostics
internal import YAML

/// A key that stands twice: hb_mapper takes the last one without a word.
enum DuplicateKey: Rule {
    static let description = RuleDescription("duplicate-key", .warning, "No key stands twice")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        var stack = [context.file.document.root]
        while let node = stack.popLast() {
            if node.isAlias { continue }
            switch node.content {
            case .scalar: break
            case .sequence(let nodes): stack += nodes
            case .mapping(let mapping):
                for (first, later) in mapping.duplicates() {
                    let message = LintMessage.twice(later.key.scalar?.text ?? "", first.key.start.line)
                    let isSame = first.value.hasSameMeaning(as: later.value)
                    report.add(message.repaired(by: isSame ? .remove(first.key.start) : nil), at: later.key.start)
                }
                stack += mapping.entries.lazy.filter { !$0.isMerged }.map(\.value)
            }
        }
    }
}

extension LintMessage {
    fileprivate static func twice(_ name: String, _ line: Int) -> Self {
        Self(
            "'\(name)' stands in line \(line) already; the one here wins", fix: "take one of the two out")
    }
}
