internal import Diagnostics

enum DuplicateValueRule: Rule {
    static let descriptor = RuleDescriptor(
        "duplicate-value", .error, .standard,
        summary: "every value has a unique name (static single assignment)",
        reason: "Values are found by name. If two share one, which of them a node reads is undefined.",
        fix: "Rename one of them; names must also differ between a graph and its subgraphs.",
        example: "Relu(x) -> y; Sigmoid(x) -> y")
}
