internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Every value is made once and before it is used, and a graph gives what it promises: static single assignment, in
/// topological order, each graph seeing what is around it.
///
/// An initializer may share the name of an input, whose default it then is. A subgraph's inputs and initializers may hide
/// values around it, its nodes' outputs may not.
enum ValueScopeCheck: ModelCheck {
    static let rules = [duplicateRule, undefinedRule, orderRule, outputRule]
    static let duplicateRule = CheckRule(
        "duplicate-value",
        summary: "every name is given to one value (static single assignment)",
        reason: "A value is found by its name. Where two have the same, which of them a node gets is not defined.",
        fix: "Give every value a name of its own, also across a graph and the subgraphs in it.",
        example: "Relu(x) -> y; Sigmoid(x) -> y")
    static let undefinedRule = CheckRule(
        "undefined-value",
        summary: "what a node takes is an input, an initializer, or another node's output",
        reason: "The graph cannot be computed: nothing gives this value. Subgraphs see outwards, never inwards.",
        fix: "Check the name against the outputs before it; a tool may have removed the node that made it.",
        example: "inputs: x; Relu(z) -> y")
    static let orderRule = CheckRule(
        "topological-order",
        summary: "nodes stand behind those that they depend on",
        reason:
            "Readers take the nodes in the order of the file. A value from further down is not there yet, or there is a cycle.",
        fix: "Sort the nodes; if that is not possible, the graph has a cycle.",
        example: "Relu(y) -> z; Conv(x, w) -> y")
    static let outputRule = CheckRule(
        "missing-output",
        summary: "a graph's outputs are made in that graph",
        reason:
            "What a graph promises to give has to be an input, an initializer, or a node's output of that very graph.",
        fix: "Correct the output's name; to give a value from around a subgraph, pass it through Identity.",
        example: "Relu(x) -> y; outputs: z")

    static func findings(in context: CheckContext) -> [Finding] {
        var walk = Walk()
        walk.visit(context.model.graph)
        if CheckContext.hasFunctions(context.model) {
            for function in context.model.functions { walk.visit(function) }
        }
        return walk.findings
    }

    /// Names by graph, the innermost last. A look-up costs as much as graphs nest.
    private struct Walk {
        var scopes: [Set<String>] = []
        var findings: [Finding] = []

        mutating func visit(_ graph: Graph) {
            var names: Set<String> = []
            for input in graph.inputs where !names.insert(input.name).inserted {
                findings.append(twice(input.name, "are inputs of graph '\(graph.name)'"))
            }
            var initializers: Set<String> = []
            for tensor in graph.initializers + graph.sparseInitializers.map(\.values)
            where !initializers.insert(tensor.name).inserted {
                findings.append(twice(tensor.name, "are initializers"))
            }
            scopes.append(names.union(initializers))
            visit(graph.nodes)
            let made = scopes.removeLast()
            for output in graph.outputs where !made.contains(output.name) {
                findings.append(
                    outputRule.error("nothing makes '\(output.name)', an output of graph '\(graph.name)'"))
            }
        }

        mutating func visit(_ function: Function) {
            var names: Set<String> = []
            for input in function.inputs where !names.insert(input).inserted {
                findings.append(twice(input, "are inputs of function '\(function.name)'"))
            }
            scopes.append(names)
            visit(function.nodes)
            let made = scopes.removeLast()
            for output in function.outputs where !made.contains(output) {
                // onnx's checker lets it pass.
                findings.append(
                    outputRule.warning("nothing makes '\(output)', an output of function '\(function.name)'"))
            }
        }

        private mutating func visit(_ nodes: [Node]) {
            var later: Set<String>?
            let level = scopes.count - 1
            for node in nodes {
                for name in node.inputs where !name.isEmpty && !isKnown(name) {
                    let outputs = later ?? Set(nodes.lazy.flatMap(\.outputs))
                    later = outputs
                    findings.append(outputs.contains(name) ? early(name, node) : undefined(name, node))
                }
                for graph in node.subgraphs { visit(graph) }
                for name in node.outputs where !name.isEmpty {
                    if isKnown(name) { findings.append(again(name, node)) }
                    scopes[level].insert(name)
                }
            }
        }

        private func isKnown(_ name: String) -> Bool { scopes.contains { $0.contains(name) } }
    }

    static func twice(_ name: String, _ what: String) -> Finding {
        duplicateRule.error("two values called '\(name)' \(what)")
    }

    static func again(_ name: String, _ node: Node) -> Finding {
        duplicateRule.error(
            "its output '\(name)' has the name of another value", fix: "give every value a name of its own", node: node)
    }

    static func undefined(_ name: String, _ node: Node) -> Finding {
        undefinedRule.error("its input '\(name)' is nowhere defined", node: node)
    }

    static func early(_ name: String, _ node: Node) -> Finding {
        orderRule.error(
            "its input '\(name)' is made by a later node",
            fix: "sort the nodes so that each stands after those it depends on", node: node)
    }
}
