internal import Diagnostics

/// The graph computes something. The standard allows an empty one; nothing can be compiled from it.
enum EmptyGraphCheck: ModelCheck {
    static let rule = "empty-graph"

    static func findings(in context: CheckContext) -> [Finding] {
        let graph = context.model.graph
        let severity: Severity = context.march == .none ? .warning : .error
        if graph.nodes.isEmpty {
            return [Finding(rule: rule, severity: severity, message: "the graph has no nodes")]
        }
        if graph.outputs.isEmpty {
            return [Finding(rule: rule, severity: severity, message: "the graph has no outputs")]
        }
        return []
    }
}
