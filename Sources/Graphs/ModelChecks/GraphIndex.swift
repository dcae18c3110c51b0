internal import ONNX

/// Who makes a value of the main graph, and who uses it.
struct GraphIndex {
    private var producers: [String: Node] = [:]
    private var consumers: [String: [Node]] = [:]
    private var initializers: [String: Tensor] = [:]
    private let files: ExternalFiles?

    init(_ model: Model) {
        files = model.externalFiles
        for node in model.graph.nodes {
            for name in node.outputs { producers[name] = node }
            for name in node.inputs { consumers[name, default: []].append(node) }
        }
        for tensor in model.graph.initializers { initializers[tensor.name] = tensor }
    }

    func producer(of name: String) -> Node? { producers[name] }
    func consumers(of name: String) -> [Node] { consumers[name] ?? [] }

    /// The constant behind a name: an initializer, or the value of a `Constant` node.
    func constant(_ name: String) -> Tensor? {
        if let tensor = initializers[name] { return tensor }
        guard let node = producers[name], node.operatorType == "Constant",
            case .tensor(let tensor) = node.attribute("value")
        else { return nil }
        return tensor
    }

    /// The only element of a constant.
    func scalar(_ name: String) -> Float? {
        guard let tensor = constant(name), tensor.elementCount == 1 else { return nil }
        return try? tensor.floats(in: files).first
    }
}
