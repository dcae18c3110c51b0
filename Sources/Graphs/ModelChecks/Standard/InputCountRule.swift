internal import Diagnostics

enum InputCountRule: Rule {
    static let descriptor = RuleDescriptor(
        "input-count", .error, .standard,
        summary: "nodes have as many inputs as their operators accept",
        reason: "Inputs are positional: with one missing or one too many, the others change their meaning.",
        fix: "Compare with the operator's specification for the imported opset; '' marks an omitted optional input.",
        example: "Conv(x) -> y without weights")
}
