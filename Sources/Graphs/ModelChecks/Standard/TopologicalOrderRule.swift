internal import Diagnostics

enum TopologicalOrderRule: Rule {
    static let descriptor = RuleDescriptor(
        "topological-order", .error, .standard,
        summary: "nodes are in topological order",
        reason: """
            Runtimes execute nodes in file order. A value computed further down is not available yet, or the graph has \
            a cycle.
            """,
        fix: "Sort the nodes; if that is impossible, the graph has a cycle.",
        example: "Relu(y) -> z; Conv(x, w) -> y")
}
