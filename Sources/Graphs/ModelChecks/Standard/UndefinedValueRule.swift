internal import Diagnostics

enum UndefinedValueRule: Rule {
    static let descriptor = RuleDescriptor(
        "undefined-value", .error, .standard,
        summary: "node inputs are graph inputs, initializers or other nodes' outputs",
        reason: """
            Nothing computes this value, so the graph cannot run. A subgraph sees the values of the graphs around it, \
            never the reverse.
            """,
        fix: "Check the name against the outputs before it; a tool may have removed the node that computed it.",
        example: "inputs: x; Relu(z) -> y")
}
