internal import Diagnostics

enum ImpossibleShapeRule: Rule {
    static let descriptor = RuleDescriptor(
        "impossible-shape", .warning, .standard,
        summary: "operands also fit where the standard does not check",
        reason: """
            The standard's inference checks less than a runtime needs: it does not track every constant, and stops at \
            unknown operators. Findings beyond it are warnings, so that the verdict matches onnx.checker.
            """,
        fix: """
            Follow the shapes from the inputs with `repvit-convert inspect MODEL`; a runtime is likely to reject this \
            node.
            """,
        example: "Reshape(x: [1, 3, 8, 8], shape: Concat(2, 100)) -> y: 192 elements do not fit [2, 100]")
}
