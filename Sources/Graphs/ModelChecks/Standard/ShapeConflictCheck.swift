internal import Diagnostics
internal import ONNXOperators

/// Shapes and types go together: with the operators, and with what the file states.
enum ShapeConflictCheck: ModelCheck {
    static let rules = [operationRule, statementRule, runtimeRule]
    static let operationRule = CheckRule(
        "operand-shape",
        summary: "a node's operands and attributes have types and shapes that its operator takes",
        reason: """
            The operator is not defined for these operands: types that differ, sizes that do not broadcast, an axis that \
            does not exist, a kernel larger than its input. No runtime will compute it.
            """,
        fix: "Follow the shapes from the inputs on (repvit-convert inspect) to where they leave what you expect.",
        example: "Add(a: float [1, 3], b: float [1, 4]) -> c")
    static let statementRule = CheckRule(
        "stated-shape",
        summary: "types and shapes that the file states are those that follow from the inputs",
        reason: """
            The file contradicts itself: a runtime that trusts the statement allocates the wrong memory. Tools that change a \
            graph and leave the old value_info behind do this.
            """,
        fix: "Remove the stale value_info, or correct the output's shape; onnx.shape_inference writes new ones.",
        example: "Flatten(x: [1, 3, 8, 8]) -> y, and y is stated as [1, 100]")

    static let runtimeRule = CheckRule(
        "impossible-shape", .standard, .warning,
        summary: "operators can run on their operands, also where the standard does not look",
        reason: """
            The standard's own inference checks less than a runtime needs: it does not follow every constant, and stops at \
            operators that it does not know. What is found beyond it is a warning, so that the verdict stays the standard's.
            """,
        fix: "Follow the shapes from the inputs on; a runtime is likely to refuse this node.",
        example: "Reshape(x: [1, 3, 8, 8], shape: Concat(2, 100)) -> y: 192 elements do not make [2, 100]")

    static func findings(in context: CheckContext) -> [Finding] {
        context.shapes.problems.map(finding)
    }

    static func finding(_ problem: ShapeInference.Problem) -> Finding {
        var finding =
            switch problem.kind {
            case .operation: operationRule.error(problem.message)
            case .statement: statementRule.error(problem.message)
            case .impossible: runtimeRule.warning(problem.message)
            }
        finding.node = problem.node.isEmpty ? nil : problem.node
        return finding
    }
}
