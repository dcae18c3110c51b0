internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Static single assignment in topological order: every value is computed once, before it is used, and every graph
/// computes its outputs. A graph sees the values of the graphs around it.
///
/// An initializer may share the name of an input, as its default. A subgraph's inputs and initializers may shadow outer
/// values; its node outputs must not.
enum ValueScopeCheck: ModelCheck {
    static let rules: [any Rule.Type] = [
        DuplicateValueRule.self, UndefinedValueRule.self, TopologicalOrderRule.self, MissingOutputRule.self,
    ]

    static func findings(in context: CheckContext) -> [Finding] {
        var walk = Walk()
        walk.visit(context.model.graph)
        if CheckContext.hasFunctions(context.model) {
            for function in context.model.functions { walk.visit(function) }
        }
        return walk.findings
    }

    /// Names by graph, the innermost last. A lookup visits every enclosing graph.
    private struct Walk {
        var scopes: [Set<String>] = []
        var findings: [Finding] = []

        mutating func visit(_ graph: Graph) {
            var names: Set<String> = []
            for input in graph.inputs where !names.insert(input.name).inserted {
                findings.append(twice(input.name, "inputs of graph '\(graph.name)'"))
            }
            var initializers: Set<String> = []
            for tensor in graph.initializers + graph.sparseInitializers.map(\.values)
            where !initializers.insert(tensor.name).inserted {
                findings.append(twice(tensor.name, "initializers"))
            }
            scopes.append(names.union(initializers))
            visit(graph.nodes)
            let made = scopes.removeLast()
            for output in graph.outputs where !made.contains(output.name) {
                findings.append(
                    MissingOutputRule.error("output '\(output.name)' of graph '\(graph.name)' is never computed"))
            }
        }

        mutating func visit(_ function: Function) {
            var names: Set<String> = []
            for input in function.inputs where !names.insert(input).inserted {
                findings.append(twice(input, "inputs of function '\(function.name)'"))
            }
            scopes.append(names)
            visit(function.nodes)
            let made = scopes.removeLast()
            for output in function.outputs where !made.contains(output) {
                // onnx's checker allows it.
                findings.append(
                    MissingOutputRule.warning("output '\(output)' of function '\(function.name)' is never computed"))
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
        DuplicateValueRule.error("duplicate name '\(name)' among the \(what)")
    }

    static func again(_ name: String, _ node: Node) -> Finding {
        DuplicateValueRule.error(
            "output '\(name)' has the name of another value", fix: "rename one of them", node: node)
    }

    static func undefined(_ name: String, _ node: Node) -> Finding {
        UndefinedValueRule.error("input '\(name)' is not defined", node: node)
    }

    static func early(_ name: String, _ node: Node) -> Finding {
        TopologicalOrderRule.error(
            "input '\(name)' is computed by a later node",
            fix: "sort the nodes topologically", node: node)
    }
}
