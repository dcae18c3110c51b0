internal import GraphEditing
internal import ONNX

/// Which node makes a value of the main graph, and which values are constants.
struct GraphIndex {
    private let graph: EditableGraph

    init(_ model: Model) { graph = EditableGraph(model, infersShapes: false) }

    func producer(of name: String) -> Node? { graph.producer(of: name).flatMap { graph[$0] } }

    /// An initializer, or the value of a `Constant` node.
    func constant(_ name: String) -> Tensor? {
        if let tensor = graph.constants.tensor(name) { return tensor }
        return graph.producer(of: name, "Constant")?.node.constantValue
    }
}
