internal import Diagnostics

enum StatedShapeRule: Rule {
    static let descriptor = RuleDescriptor(
        "stated-shape", .error, .standard,
        summary: "declared types and shapes match the inferred ones",
        reason: """
            The file contradicts itself: a runtime that trusts the declaration allocates the wrong memory. Tools that \
            edit a graph and keep the old value_info cause this.
            """,
        fix: "Remove the stale value_info, or correct the output's shape.",
        example: "Flatten(x: [1, 3, 8, 8]) -> y, and y is declared as [1, 100]")
}
