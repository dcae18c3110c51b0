internal import Diagnostics
internal import InputContract
internal import ONNX
internal import ONNXOperators

/// A model, and everything that several checks need of it.
struct CheckContext {
    let model: Model
    let march: March
    private let inference: Inference
    /// The model's file; `nil` if it came from memory.
    let location: SourceLocation?
    /// The operators of the standard that the model uses.
    let operators = OperatorEntries()
    let opsets: ImportedOpsets

    /// Every node, those in subgraphs and functions too.
    let nodes: [Scoped]
    /// Every graph with its subgraphs.
    let graphs: [Graph]

    /// A node, and the opsets that hold where it is.
    struct Scoped {
        var node: Node
        var opsets: ImportedOpsets
        /// The function that it is in; `nil` in the graph.
        var function: Int?
    }

    /// The types of all values, inferred on first use.
    var shapes: ShapeInference { inference.shapes }

    private final class Inference {
        private let model: Model
        private(set) lazy var shapes = ShapeInference(model)

        init(_ model: Model) { self.model = model }
    }

    init(model: Model, march: March) {
        self.model = model
        self.march = march
        inference = Inference(model)
        location = model.origin.path.map { SourceLocation(path: $0) }
        opsets = ImportedOpsets(model.opsetImports, irVersion: model.irVersion)
        var collection = Collection()
        collection.add(model.graph, opsets, nil)
        if Self.hasFunctions(model) {
            for (index, function) in model.functions.enumerated() {
                collection.add(function.nodes, ImportedOpsets(function.opsetImports), index)
            }
        }
        graphs = collection.graphs
        nodes = collection.nodes
    }

    /// Functions came with IR version 8; onnx's checker does not look at them before.
    static func hasFunctions(_ model: Model) -> Bool { model.irVersion >= 8 }

    /// The schema of a node's operator, if the standard has one that holds.
    func schema(_ scoped: Scoped) -> OperatorSchema? {
        guard let opset = scoped.opsets.version(of: scoped.node.domain) else { return nil }
        return operators.schema(scoped.node, opset: opset)
    }

    /// Goes into subgraphs. How deep those may nest is limited by the reader (``SkeletonBuilder/depthLimit``).
    private struct Collection {
        var graphs: [Graph] = []
        var nodes: [Scoped] = []

        mutating func add(_ graph: Graph, _ opsets: ImportedOpsets, _ function: Int?) {
            graphs.append(graph)
            add(graph.nodes, opsets, function)
        }

        mutating func add(_ list: [Node], _ opsets: ImportedOpsets, _ function: Int?) {
            for node in list {
                nodes.append(Scoped(node: node, opsets: opsets, function: function))
                for inner in node.subgraphs { add(inner, opsets, function) }
            }
        }
    }
}
