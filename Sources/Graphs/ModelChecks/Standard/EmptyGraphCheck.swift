internal import Diagnostics
internal import InputContract
internal import ONNX
internal import ONNXOperators

/// The graph computes something. The standard allows an empty one; nothing can be compiled from it.
enum EmptyGraphCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "empty-graph",
        summary: "the graph has nodes and outputs",
        reason: "The standard allows a graph that computes nothing. hb_mapper has nothing to compile then.",
        fix: "Check the export: the traced function may have returned nothing, or only its inputs.",
        example: "graph { name: 'g' }, without node and output")

    static func findings(in context: CheckContext) -> [Finding] {
        let graph = context.model.graph
        let report = context.march == .none ? rule.warning : rule.error
        if graph.nodes.isEmpty { return [report("the graph has no nodes", nil, nil)] }
        if graph.outputs.isEmpty { return [report("the graph has no outputs", nil, nil)] }
        return []
    }
}
