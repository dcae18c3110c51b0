internal import Diagnostics
internal import InputContract
internal import ONNX
internal import ONNXOperators

/// The graph computes something. The standard allows an empty graph, but it cannot be compiled.
enum EmptyGraphRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "empty-graph", .error, .standard,
        summary: "the graph has nodes and outputs",
        reason: "The standard allows a graph that computes nothing, but hb_mapper has nothing to compile.",
        fix: "Check the export: the traced function may have returned nothing, or only its inputs.",
        example: "graph { name: 'g' } without nodes and outputs")

    static func findings(in context: CheckContext) -> [Finding] {
        let graph = context.model.graph
        let report = context.march == .none ? warning : error
        if graph.nodes.isEmpty { return [report("the graph has no nodes", nil, nil)] }
        if graph.outputs.isEmpty { return [report("the graph has no outputs", nil, nil)] }
        return []
    }
}
