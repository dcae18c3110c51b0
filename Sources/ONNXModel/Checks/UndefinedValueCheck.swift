internal import Diagnostics

/// Every value is there before it is used: nodes stand in topological order.
enum UndefinedValueCheck: ModelCheck {
    static let rule = "undefined-value"
    static let orderRule = "topological-order"

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        visit(context.model.graph, outer: [], &findings)
        for function in context.model.functions {
            visit(function.nodes, Set(function.inputs), &findings)
        }
        return findings
    }

    private static func visit(_ graph: Graph, outer: Set<String>, _ findings: inout [Finding]) {
        var names = outer.union(graph.inputs.map(\.name))
        names.formUnion(graph.initializers.map(\.name))
        names.formUnion(graph.sparseInitializers.map(\.values.name))
        visit(graph.nodes, names, &findings)
    }

    private static func visit(_ nodes: [Node], _ given: Set<String>, _ findings: inout [Finding]) {
        var names = given
        let later = Set(nodes.lazy.flatMap(\.outputs))
        for node in nodes {
            for name in node.inputs where !name.isEmpty && !names.contains(name) {
                findings.append(later.contains(name) ? early(name, node) : undefined(name, node))
            }
            for graph in node.subgraphs { visit(graph, outer: names, &findings) }
            for name in node.outputs { names.insert(name) }
        }
    }

    static func undefined(_ name: String, _ node: Node) -> Finding {
        Finding(
            rule: rule, severity: .error, message: "its input '\(name)' is nowhere defined", node: node.description)
    }

    static func early(_ name: String, _ node: Node) -> Finding {
        Finding(
            rule: orderRule, severity: .error, message: "its input '\(name)' is made by a later node",
            fix: "sort the nodes so that each stands after those it depends on", node: node.description)
    }
}
