internal import Diagnostics

/// Shapes and types go together: with the operators, and with what the file states.
enum ShapeConflictCheck: ModelCheck {
    static let operationRule = "operand-shape"
    static let statementRule = "stated-shape"

    static func findings(in context: CheckContext) -> [Finding] {
        context.shapes.problems.map(finding)
    }

    static func finding(_ problem: ShapeInference.Problem) -> Finding {
        Finding(
            rule: problem.kind == .statement ? statementRule : operationRule, severity: .error,
            message: problem.message, node: problem.node.isEmpty ? nil : problem.node)
    }
}
