internal import Diagnostics
internal import ONNXOperators

/// Shapes and types fit the operators and the declarations in the file.
enum ShapeConflictCheck: ModelCheck {
    static let rules: [any Rule.Type] = [OperandShapeRule.self, StatedShapeRule.self, ImpossibleShapeRule.self]

    static func findings(in context: CheckContext) -> [Finding] {
        context.shapes.problems.map(finding)
    }

    static func finding(_ problem: ShapeInference.Problem) -> Finding {
        var finding =
            switch problem.kind {
            case .operation: OperandShapeRule.error(problem.message)
            case .statement: StatedShapeRule.error(problem.message)
            case .impossible: ImpossibleShapeRule.warning(problem.message)
            }
        finding.node = problem.node.isEmpty ? nil : problem.node
        return finding
    }
}
