internal import Diagnostics

enum MissingOutputRule: Rule {
    static let descriptor = RuleDescriptor(
        "missing-output", .error, .standard,
        summary: "every graph computes its own outputs",
        reason: "A graph's output must be an input, an initializer or a node output of that same graph.",
        fix: "Correct the output's name; to return a value of an enclosing graph, pass it through Identity.",
        example: "Relu(x) -> y; outputs: z")
}
