internal import Diagnostics

/// What enters and leaves the model has a type.
enum MissingTypeCheck: ModelCheck {
    static let rule = "missing-type"

    static func findings(in context: CheckContext) -> [Finding] {
        let graph = context.model.graph
        return (graph.inputs + graph.outputs).filter { value in
            value.type == nil || value.type?.elementType == .undefined
        }.map { missing($0.name) }
    }

    static func missing(_ name: String) -> Finding {
        Finding(rule: rule, severity: .error, message: "'\(name)' enters or leaves the model without a type")
    }
}
