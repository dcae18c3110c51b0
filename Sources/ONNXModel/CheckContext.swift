internal import Diagnostics

/// What the checks look at.
struct CheckContext {
    let model: Model
    let march: March
    let shapes: ShapeInference
    /// The model's file; `nil` if it came from memory.
    let location: SourceLocation?

    /// Every node, those in subgraphs and functions too.
    let nodes: [Scoped<Node>]
    /// Every graph with its subgraphs.
    let graphs: [Graph]

    /// Something, and the opsets that hold where it is.
    struct Scoped<Value> {
        var value: Value
        var opsets: [String: Int]
    }

    init(model: Model, march: March) {
        self.model = model
        self.march = march
        shapes = ShapeInference(model)
        location = model.origin.path.map { SourceLocation(path: $0) }
        let opsets = Self.opsets(model.opsetImports)
        var graphs: [Graph] = []
        var nodes: [Scoped<Node>] = []
        Self.collect(model.graph, opsets, &graphs, &nodes)
        for function in model.functions {
            let own = Self.opsets(function.opsetImports)
            for node in function.nodes {
                nodes.append(Scoped(value: node, opsets: own))
                for graph in node.subgraphs { Self.collect(graph, own, &graphs, &nodes) }
            }
        }
        self.graphs = graphs
        self.nodes = nodes
    }

    private static func collect(
        _ graph: Graph, _ opsets: [String: Int], _ graphs: inout [Graph], _ nodes: inout [Scoped<Node>]
    ) {
        graphs.append(graph)
        for node in graph.nodes {
            nodes.append(Scoped(value: node, opsets: opsets))
            for inner in node.subgraphs { collect(inner, opsets, &graphs, &nodes) }
        }
    }

    /// Opsets by domain, the default one under the empty name.
    static func opsets(_ imports: [OpsetImport]) -> [String: Int] {
        Dictionary(
            imports.map { ($0.domain == "ai.onnx" ? "" : $0.domain, $0.version) },
            uniquingKeysWith: { first, _ in first })
    }
}

extension Node {
    /// Whether the operator is of the ONNX standard's default domain.
    var isInDefaultDomain: Bool { domain.isEmpty || domain == "ai.onnx" }
}
