internal import Diagnostics

/// Shapes and types go together: with the operators, and with what the file states.
enum ShapeConflictCheck: ModelCheck {
    static let rules = [operationRule, statementRule]
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

    static func findings(in context: CheckContext) -> [Finding] {
        context.shapes.problems.map(finding)
    }

    static func finding(_ problem: ShapeInference.Problem) -> Finding {
        let rule = problem.kind == .operation ? operationRule : statementRule
        var finding = rule.error(problem.message)
        finding.node = problem.node
        return finding
    }
}
