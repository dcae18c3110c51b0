internal import Diagnostics
internal import YAML

/// Of duplicate keys, hb_mapper silently uses the last.
enum DuplicateKeyRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "duplicate-key", .warning,
        summary: "keys are unique",
        reason: "hb_mapper silently uses the last of several equal keys.",
        fix: "Remove all but one.",
        example: """
            debug: false
            debug: true
            """)

    static func check(_ context: LintContext, _ report: inout LintReport) {
        var stack = [context.file.document.root]
        while let node = stack.popLast() {
            if node.isAlias { continue }
            switch node.content {
            case .scalar: break
            case .sequence(let nodes): stack += nodes
            case .mapping(let mapping):
                for (first, later) in mapping.duplicates() {
                    let message = LintMessage.duplicate(later.key.scalar?.text ?? "", first.key.start.line)
                    let isSame = first.value.hasSameMeaning(as: later.value)
                    report.add(message.repaired(by: isSame ? .remove(first.key.start) : nil), at: later.key.start)
                }
                stack += mapping.entries.lazy.filter { !$0.isMerged }.map(\.value)
            }
        }
    }
}

extension LintMessage {
    fileprivate static func duplicate(_ name: String, _ line: Int) -> Self {
        Self(
            "duplicate key '\(name)' (first defined on line \(line)); this one takes effect", fix: "remove one of them")
    }
}
