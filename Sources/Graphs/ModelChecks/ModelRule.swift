internal import Diagnostics
internal import ONNX

/// One look at a model, for one rule or several.
protocol ModelCheck: SendableMetatype {
    /// The rules that its findings name.
    static var rules: [any Rule.Type] { get }
    static func findings(in context: CheckContext) -> [Finding]
}

/// A rule with a check of its own.
protocol ModelRule: ModelCheck, Rule {}

extension ModelRule {
    static var rules: [any Rule.Type] { [Self.self] }
}

extension Rule {
    static func error(_ message: String, fix: String? = nil, node: Node? = nil) -> Finding {
        Finding(rule: descriptor.id, severity: .error, message: message, fix: fix, node: node?.description)
    }

    static func warning(_ message: String, fix: String? = nil, node: Node? = nil) -> Finding {
        Finding(rule: descriptor.id, severity: .warning, message: message, fix: fix, node: node?.description)
    }
}
