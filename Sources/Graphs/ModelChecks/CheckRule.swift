package import Diagnostics
internal import ONNX

/// Something that ``GraphChecker`` looks for: its identifier, and what a person wants to know who meets it.
package struct CheckRule: Sendable, Hashable {
    /// Whose demand it is.
    package enum Origin: String, Sendable, Hashable, CaseIterable {
        /// The ONNX standard's.
        case standard
        /// hb_mapper's, or the BPU's.
        case mapper
    }

    /// In `kebab-case`, as findings name it.
    package var id: String
    package var origin: Origin
    /// That of its worst finding.
    package var severity: Severity
    /// What it makes sure of, in a line.
    package var summary: String
    /// Why that matters, and what happens otherwise.
    package var reason: String
    /// What to do about a finding.
    package var fix: String
    /// A model that breaks it, in a line or two.
    package var example: String

    init(
        _ id: String, _ origin: Origin = .standard, _ severity: Severity = .error, summary: String, reason: String,
        fix: String, example: String
    ) {
        self.id = id
        self.origin = origin
        self.severity = severity
        self.summary = summary
        self.reason = reason
        self.fix = fix
        self.example = example
    }
}

extension CheckRule {
    func error(_ message: String, fix: String? = nil, node: Node? = nil) -> Finding {
        Finding(rule: id, severity: .error, message: message, fix: fix, node: node?.description)
    }

    func warning(_ message: String, fix: String? = nil, node: Node? = nil) -> Finding {
        Finding(rule: id, severity: .warning, message: message, fix: fix, node: node?.description)
    }
}

extension GraphChecker {
    /// Every rule, those of the standard first, in the order in which they are checked.
    package static let rules: [CheckRule] =
        [ReadableFileRule.rule] + (standardChecks + mapperChecks).flatMap { $0.rules }

    /// `nil` if there is no such rule.
    package static func rule(_ id: String) -> CheckRule? { rules.first { $0.id == id } }
}
