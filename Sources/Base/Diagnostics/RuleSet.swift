/// A rule is a type of its own. The rule with the id `odd-size` is `OddSizeRule`, in `OddSizeRule.swift`.
package protocol Rule: SendableMetatype {
    static var descriptor: RuleDescriptor { get }
}

/// The rules of one command, some of which may be disabled.
package struct RuleSet: Sendable {
    /// The command that checks them: `config lint`.
    package let command: String
    /// The registry, in the order in which the rules are documented.
    package let types: [any Rule.Type]
    package let descriptors: [RuleDescriptor]
    /// Ids of rules whose findings are dropped.
    package var disabled: Set<String> = []

    package init(_ command: String, _ types: [any Rule.Type]) {
        self.command = command
        self.types = types
        descriptors = types.map { $0.descriptor }
    }

    /// The rule with an id; `nil` if there is none.
    package subscript(id: String) -> RuleDescriptor? { descriptors.first { $0.id == id } }

    package func isEnabled(_ rule: RuleDescriptor) -> Bool { !disabled.contains(rule.id) }

    /// The findings of enabled rules.
    package func enabled(_ findings: [Finding]) -> [Finding] {
        disabled.isEmpty ? findings : findings.filter { !disabled.contains($0.rule) }
    }
}
