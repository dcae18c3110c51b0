internal import Diagnostics

/// Every name is given to one value (static single assignment). An initializer may share the name of an input, whose
/// default it then is.
enum DuplicateValueCheck: ModelCheck {
    static let rule = "duplicate-value"

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        visit(context.model.graph, outer: [], &findings)
        for function in context.model.functions { visit(function.nodes, Set(function.inputs), outer: [], &findings) }
        return findings
    }

    private static func visit(_ graph: Graph, outer: Set<String>, _ findings: inout [Finding]) {
        var names: Set<String> = []
        for input in graph.inputs where !names.insert(input.name).inserted {
            findings.append(twice(input.name, "are inputs of graph '\(graph.name)'"))
        }
        var initializers: Set<String> = []
        for tensor in graph.initializers + graph.sparseInitializers.map(\.values)
        where !initializers.insert(tensor.name).inserted {
            findings.append(twice(tensor.name, "are initializers"))
        }
        visit(graph.nodes, names.union(initializers), outer: outer, &findings)
    }

    private static func visit(
        _ nodes: [Node], _ given: Set<String>, outer: Set<String>, _ findings: inout [Finding]
    ) {
        var names = given
        for node in nodes {
            // Copied only where there is a subgraph.
            for graph in node.subgraphs { visit(graph, outer: outer.union(names), &findings) }
            for name in node.outputs where !name.isEmpty {
                if outer.contains(name) || !names.insert(name).inserted { findings.append(again(name, node)) }
            }
        }
    }

    static func twice(_ name: String, _ what: String) -> Finding {
        Finding(rule: rule, severity: .error, message: "two values called '\(name)' \(what)")
    }

    static func again(_ name: String, _ node: Node) -> Finding {
        Finding(
            rule: rule, severity: .error, message: "its output '\(name)' has the name of another value",
            fix: "give every value a name of its own", node: node.description)
    }
}
