internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Graphs, values, operators, attributes, initializers and functions have names.
enum MissingNameRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "missing-name", .error, .standard,
        summary: "graphs, values, operators, attributes and functions have names",
        reason: """
            Names are the edges of a graph: a value without one cannot be used, an operator without one cannot be \
            found.
            """,
        fix: "Add the name. Only nodes may be unnamed.",
        example: "input: {name: '', type: float [1, 3, 224, 224]}")

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        for graph in context.graphs { visit(graph, &findings) }
        for node in context.nodes.map(\.node) {
            if node.operatorType.isEmpty { findings.append(error("has no operator", node: node)) }
            if node.attributes.contains(where: \.name.isEmpty) {
                findings.append(error("has an unnamed attribute", node: node))
            }
        }
        guard CheckContext.hasFunctions(context.model) else { return findings }
        for function in context.model.functions {
            if function.name.isEmpty { findings.append(error("a function has no name")) }
            // An empty domain is valid if the file states it.
            if function.domain.isEmpty, !function.unknownFields.isUnusual(10) {
                findings.append(error("function '\(function.name)' has no domain"))
            }
        }
        return findings
    }

    private static func visit(_ graph: Graph, _ findings: inout [Finding]) {
        if graph.name.isEmpty { findings.append(error("a graph has no name")) }
        if graph.inputs.contains(where: \.name.isEmpty) {
            findings.append(error("an input of graph '\(graph.name)' has no name"))
        }
        if graph.outputs.contains(where: \.name.isEmpty) {
            findings.append(error("an output of graph '\(graph.name)' has no name"))
        }
        if graph.initializers.contains(where: \.name.isEmpty)
            || graph.sparseInitializers.contains(where: \.values.name.isEmpty)
        {
            findings.append(error("an initializer of graph '\(graph.name)' has no name"))
        }
    }
}
