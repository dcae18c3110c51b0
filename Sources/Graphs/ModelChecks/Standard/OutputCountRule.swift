internal import Diagnostics

enum OutputCountRule: Rule {
    static let descriptor = RuleDescriptor(
        "output-count", .error, .standard,
        summary: "nodes have as many outputs as their operators return",
        reason: "Outputs are positional, as inputs are: with one missing, the others change their meaning.",
        fix: "Compare with the operator's specification for the imported opset.",
        example: "Relu(x) -> y, z")
}
