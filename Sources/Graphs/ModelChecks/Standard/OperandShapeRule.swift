internal import Diagnostics

enum OperandShapeRule: Rule {
    static let descriptor = RuleDescriptor(
        "operand-shape", .error, .standard,
        summary: "operands and attributes have types and shapes that the operator accepts",
        reason: """
            The operator is undefined for these operands: mismatched types, sizes that do not broadcast, an axis out \
            of range, a kernel larger than its input. No runtime can compute it.
            """,
        fix: "Follow the shapes from the inputs with `repvit-convert inspect MODEL` to the first unexpected one.",
        example: "Add(a: float [1, 3], b: float [1, 4]) -> c")
}
