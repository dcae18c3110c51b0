internal import ONNX

/// A graph while its nodes are joined into larger steps.
///
/// Every rewrite puts what it makes in the place of the last node that it takes away, so that nodes stay in an order in
/// which each comes after those that it needs.
struct FusionGraph {
    /// A node, and what is computed together with it.
    struct Item {
        var node: Node
        var fusion = Fusion()
        /// The value that ``Fusion/addition`` adds.
        var addend: String?
    }

    /// `nil`: taken into another one.
    var items: [Item?]
    /// Values that a run has to give.
    let kept: Set<String>
    /// Loaded when they are asked for.
    var constants: ConstantTable

    /// Which items use a value, once for each time.
    private var users: [String: [Int]] = [:]
    private var producers: [String: Int] = [:]

    init(_ nodes: [Node], kept: Set<String>, constants: ConstantTable) {
        items = nodes.map { Item(node: $0) }
        self.kept = kept
        self.constants = constants
        for (index, node) in nodes.enumerated() {
            // A subgraph may use any value: its node counts as a user of all that it names.
            for name in node.inputs + node.subgraphs.flatMap(Self.names) where !name.isEmpty {
                users[name, default: []].append(index)
            }
            for name in node.outputs where !name.isEmpty { producers[name] = index }
        }
    }

    private static func names(_ graph: Graph) -> [String] {
        graph.nodes.flatMap { $0.inputs + $0.subgraphs.flatMap(names) } + graph.outputs.map(\.name)
    }

    // MARK: Looking

    /// The node that makes a value.
    func producer(of name: String) -> (index: Int, node: Node)? {
        producers[name].flatMap { index in items[index].map { (index, $0.node) } }
    }

    /// The only node that uses a value, which nobody else may see; `nil` if there are more or it has to be kept.
    func soleUser(of name: String) -> (index: Int, node: Node)? {
        guard let all = users[name], let index = all.first, all.allSatisfy({ $0 == index }), !kept.contains(name),
            let item = items[index]
        else { return nil }
        return (index, item.node)
    }

    /// Whether a constant is one number, and which.
    func scalar(_ name: String) -> Float? { constants.scalar(name) }

    /// Of a node with two inputs, the one that is not a constant number, and that number.
    func operands(_ node: Node) -> (value: String, number: Float, isNumberSecond: Bool)? {
        guard node.inputs.count == 2 else { return nil }
        if let number = scalar(node.inputs[1]) { return (node.inputs[0], number, true) }
        if let number = scalar(node.inputs[0]) { return (node.inputs[1], number, false) }
        return nil
    }

    /// Of a node with two inputs, the other one.
    func other(_ node: Node, than name: String) -> String? {
        guard node.inputs.count == 2, node.inputs[0] != node.inputs[1] else { return nil }
        return node.inputs[0] == name ? node.inputs[1] : node.inputs[1] == name ? node.inputs[0] : nil
    }

    // MARK: Changing

    /// Takes nodes away and puts one item in the place of the last of them.
    mutating func replace(_ indices: some Collection<Int>, with item: Item) {
        guard let last = indices.max() else { return }
        for index in Set(indices) {
            for name in Set(items[index].map { $0.node.inputs + [$0.addend].compactMap(\.self) } ?? []) {
                users[name]?.removeAll { $0 == index }
            }
            items[index] = nil
        }
        items[last] = item
        for name in item.node.inputs + [item.addend].compactMap(\.self) where !name.isEmpty {
            users[name, default: []].append(last)
        }
        for name in item.node.outputs where !name.isEmpty { producers[name] = last }
    }
}

/// A graph's constants by name, loaded when they are asked for.
struct ConstantTable {
    private var tensors: [String: Tensor]
    private var loaded: [String: Value] = [:]
    private let files: ExternalFiles?
    private let memory: MemoryPool

    init(_ tensors: [Tensor], files: ExternalFiles?, memory: MemoryPool) {
        self.tensors = Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        self.files = files
        self.memory = memory
    }

    func contains(_ name: String) -> Bool { tensors[name] != nil || loaded[name] != nil }

    mutating func value(_ name: String) throws -> Value? {
        if let known = loaded[name] { return known }
        guard let tensor = tensors[name] else { return nil }
        let value = try Value(tensor, files: files, in: memory)
        loaded[name] = value
        return value
    }

    /// A constant's only element as a float. One of several axes is no such number: it gives its axes to the result.
    func scalar(_ name: String) -> Float? {
        if let value = loaded[name] {
            return value.type == .float && value.count == 1 && value.rank <= 1 ? value.floats[0] : nil
        }
        guard let tensor = tensors[name], tensor.elementCount == 1, tensor.elementType == .float,
            tensor.shape.count <= 1
        else { return nil }
        return (try? tensor.floats(in: files))?.first
    }

    mutating func set(_ name: String, to value: Value) {
        tensors[name] = nil
        loaded[name] = value
    }

    /// Forgets a value that nobody needs any more.
    mutating func drop(_ name: String) { loaded[name] = nil }
}
