internal import Diagnostics

/// What has to have a name has one: graphs, values, operators, attributes, initializers.
enum MissingNameCheck: ModelCheck {
    static let rule = "missing-name"

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        for graph in context.graphs {
            if graph.name.isEmpty { findings.append(missing("a graph has no name")) }
            for (index, value) in (graph.inputs + graph.outputs).enumerated() {
                let kind = index < graph.inputs.count ? "input" : "output"
                if value.name.isEmpty { findings.append(missing("an \(kind) of graph '\(graph.name)' has no name")) }
            }
            for tensor in graph.initializers where tensor.name.isEmpty {
                findings.append(missing("an initializer of graph '\(graph.name)' has no name"))
            }
        }
        for node in context.nodes.map(\.value) {
            if node.operatorType.isEmpty {
                findings.append(missing("a node has no operator", node: node))
            }
            if node.attributes.contains(where: \.name.isEmpty) {
                findings.append(missing("an attribute has no name", node: node))
            }
        }
        return findings
    }

    static func missing(_ message: String, node: Node? = nil) -> Finding {
        Finding(rule: rule, severity: .error, message: message, node: node?.description)
    }
}
