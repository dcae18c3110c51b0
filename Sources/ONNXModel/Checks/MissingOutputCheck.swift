internal import Diagnostics

/// What a graph or function promises to give, something in it makes.
enum MissingOutputCheck: ModelCheck {
    static let rule = "missing-output"

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        visit(context.model.graph, outer: [], &findings)
        for function in context.model.functions {
            let made = Set(function.nodes.flatMap(\.outputs)).union(function.inputs)
            for name in function.outputs where !made.contains(name) {
                findings.append(missing(name, "function '\(function.name)'"))
            }
        }
        return findings
    }

    private static func visit(_ graph: Graph, outer: Set<String>, _ findings: inout [Finding]) {
        var names = outer.union(graph.inputs.map(\.name))
        names.formUnion(graph.initializers.map(\.name))
        for node in graph.nodes {
            for inner in node.subgraphs { visit(inner, outer: names, &findings) }
            for name in node.outputs { names.insert(name) }
        }
        for output in graph.outputs where !names.contains(output.name) {
            findings.append(missing(output.name, "graph '\(graph.name)'"))
        }
    }

    static func missing(_ name: String, _ place: String) -> Finding {
        Finding(rule: rule, severity: .error, message: "nothing makes '\(name)', an output of \(place)")
    }
}
