internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// What has to have a name has one: graphs, values, operators, attributes, initializers, functions.
enum MissingNameCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "missing-name",
        summary: "graphs, their inputs, outputs and initializers, operators, attributes and functions have names",
        reason: "Names are the edges of a graph. A value without one cannot be used or given, an operator not found.",
        fix: "Give it a name. Only nodes may go without one.",
        example: "input: {name: '', type: float [1, 3, 224, 224]}")

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        for graph in context.graphs { visit(graph, &findings) }
        for node in context.nodes.map(\.node) {
            if node.operatorType.isEmpty { findings.append(rule.error("a node has no operator", node: node)) }
            if node.attributes.contains(where: \.name.isEmpty) {
                findings.append(rule.error("an attribute has no name", node: node))
            }
        }
        guard CheckContext.hasFunctions(context.model) else { return findings }
        for function in context.model.functions {
            if function.name.isEmpty { findings.append(rule.error("a function has no name")) }
            // Stated, and be it as empty.
            if function.domain.isEmpty, !function.unknownFields.isUnusual(10) {
                findings.append(rule.error("function '\(function.name)' has no domain"))
            }
        }
        return findings
    }

    private static func visit(_ graph: Graph, _ findings: inout [Finding]) {
        if graph.name.isEmpty { findings.append(rule.error("a graph has no name")) }
        if graph.inputs.contains(where: \.name.isEmpty) {
            findings.append(rule.error("an input of graph '\(graph.name)' has no name"))
        }
        if graph.outputs.contains(where: \.name.isEmpty) {
            findings.append(rule.error("an output of graph '\(graph.name)' has no name"))
        }
        if graph.initializers.contains(where: \.name.isEmpty)
            || graph.sparseInitializers.contains(where: \.values.name.isEmpty)
        {
            findings.append(rule.error("an initializer of graph '\(graph.name)' has no name"))
        }
    }
}
