package import ONNX
internal import ONNXOperators
internal import Support

/// A graph that passes edit: every value knows its producer and its consumers, and each edit costs what it touches.
///
/// Nodes keep their identifiers; their order is made when it is asked for. Weights that passes compute stay in double
/// precision until the model is written, so that a chain of rewrites rounds once.
package struct EditableGraph {
    /// Of a node; valid until that node is removed.
    package struct NodeID: Hashable, Comparable {
        fileprivate let index: Int
        package static func < (lhs: Self, rhs: Self) -> Bool { lhs.index < rhs.index }
    }

    private struct Slot {
        var node: Node
        /// Where the node was in the file; a new node has the place of the one that it came from.
        var rank: Int
    }

    private var slots: [Slot?]
    private var producers: [String: NodeID] = [:]
    /// How often each node uses a value.
    private var consumers: [String: [NodeID: Int]] = [:]
    package private(set) var constants = ConstantTable()
    /// Values that may not lose their names: outputs of the graph, and what bodies of control flow see.
    package private(set) var pinned: Set<String>
    /// Outputs of the graph.
    package let outputs: Set<String>
    package private(set) var inputs: [ValueInfo]
    private var names: Set<String>
    /// The model without what is edited here.
    private var shell: Model
    private var types: [String: ValueType] = [:]
    /// How many bytes constant folding has added so far.
    package var foldedBytes = 0
    /// What passes have to say to the user.
    package var notes: [PassNote] = []

    /// - Parameters:
    ///   - kept: values that may not lose their names, besides the outputs.
    ///   - infersShapes: whether shapes are known before ``refreshShapes()`` is called.
    package init(_ model: Model, keeping kept: Set<String> = [], infersShapes: Bool = true) {
        shell = model
        let graph = model.graph
        constants = ConstantTable(graph.initializers, files: model.externalFiles)
        outputs = Set(graph.outputs.map(\.name))
        inputs = graph.inputs
        pinned = outputs.union(kept)
        slots = []
        slots.reserveCapacity(graph.nodes.count)
        names = Set(graph.inputs.map(\.name)).union(graph.initializers.map(\.name))
        for sparse in graph.sparseInitializers { names.insert(sparse.values.name) }
        for (rank, node) in graph.nodes.enumerated() {
            slots.append(Slot(node: node, rank: rank))
            index(node, NodeID(index: rank))
            for inner in node.subgraphs { pinned.formUnion(Self.mentionedNames(inner)) }
        }
        shell.graph.nodes = []
        shell.graph.initializers = []
        if infersShapes { refreshShapes() }
    }

    /// Every name in a graph and those inside of it: more than it captures, which only costs a few rewrites.
    private static func mentionedNames(_ graph: Graph) -> Set<String> {
        var names = Set(graph.outputs.map(\.name))
        for node in graph.nodes {
            names.formUnion(node.inputs)
            for inner in node.subgraphs { names.formUnion(mentionedNames(inner)) }
        }
        return names
    }

    // MARK: The model

    package var opset: Int {
        get { shell.opset ?? 1 }
        set {
            for index in shell.opsetImports.indices
            where shell.opsetImports[index].domain.isEmpty || shell.opsetImports[index].domain == "ai.onnx" {
                shell.opsetImports[index].version = newValue
            }
        }
    }

    package var irVersion: Int {
        get { shell.irVersion }
        set { shell.irVersion = newValue }
    }

    package var graphName: String {
        get { shell.graph.name }
        set { shell.graph.name = newValue }
    }

    /// Removes opsets that no node needs.
    package mutating func keepOpsets(where isNeeded: (String) -> Bool) {
        shell.opsetImports.removeAll { !isNeeded($0.domain == "ai.onnx" ? "" : $0.domain) }
    }

    /// Removes an input that has a value of its own.
    package mutating func removeInput(_ name: String) { inputs.removeAll { $0.name == name } }

    package mutating func setInputShape(_ name: String, _ shape: [Int]) {
        for index in inputs.indices where inputs[index].name == name {
            inputs[index].type = .tensor(inputs[index].type?.elementType ?? .float, shape: shape.map { .fixed($0) })
        }
        // What the file states of other values follows from the old shape.
        shell.graph.valueInfo = []
        for index in shell.graph.outputs.indices {
            guard let type = shell.graph.outputs[index].type, let rank = type.shape?.count else { continue }
            shell.graph.outputs[index].type = .tensor(
                type.elementType ?? .float, shape: [Dimension](repeating: .unknown, count: rank))
        }
        refreshShapes()
    }

    /// The edited model, weights rounded to float32, with the shapes of all values that are known.
    ///
    /// - Throws: ``GraphEditingError/overflow(tensor:)`` if a weight is beyond the range of float32.
    package func model() throws -> Model {
        var model = skeleton()
        model.graph.initializers = try constants.tensors()
        let shapes = ShapeInference(model)
        for index in model.graph.outputs.indices {
            guard let type = shapes.types[model.graph.outputs[index].name] else { continue }
            model.graph.outputs[index].type = type
        }
        let produced = model.graph.nodes.flatMap(\.outputs)
        model.graph.valueInfo = produced.compactMap { name in
            guard !name.isEmpty, !outputs.contains(name), case .tensor(let type, let shape?) = shapes.types[name] else {
                return nil
            }
            return ValueInfo(name, .tensor(type, shape: shape))
        }
        return model
    }

    private func skeleton() -> Model {
        var model = shell
        model.graph.inputs = inputs
        model.graph.nodes = order().compactMap { self[$0] }
        return model
    }

    // MARK: Shapes

    /// Infers the shapes of all values again. Known ones stay right while passes run, for they do not change what a value
    /// is; values that passes make have none before the next call.
    package mutating func refreshShapes() {
        var model = skeleton()
        model.graph.initializers = constants.outlines()
        types = ShapeInference(model).types
    }

    package func shape(_ name: String) -> [Dimension]? { types[name]?.shape }
    package func rank(_ name: String) -> Int? { shape(name)?.count }
    package func elementType(_ name: String) -> ElementType? { types[name]?.elementType }

    /// The sizes of a value, if all are known.
    package func sizes(_ name: String) -> [Int]? {
        guard let shape = shape(name) else { return nil }
        let sizes = shape.compactMap(\.size)
        return sizes.count == shape.count ? sizes : nil
    }

    // MARK: Looking

    /// Every node, each after those that it uses; as in the file where nothing was edited.
    package func order() -> [NodeID] {
        var result: [NodeID] = []
        result.reserveCapacity(slots.count)
        // 0: not seen, 1: its producers are being placed, 2: placed.
        var state = [UInt8](repeating: 0, count: slots.count)
        let start = slots.enumerated().compactMap { index, slot in slot.map { (rank: $0.rank, index: index) } }
            .sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }
            .map(\.index)
        var stack: [(node: Int, next: Int, before: [Int])] = []
        for first in start where state[first] == 0 {
            state[first] = 1
            stack.append((first, 0, predecessors(first)))
            while let (node, next, before) = stack.last {
                if next < before.count {
                    stack[stack.count - 1].next += 1
                    if state[before[next]] == 0 {
                        state[before[next]] = 1
                        stack.append((before[next], 0, predecessors(before[next])))
                    }
                } else {
                    state[node] = 2
                    result.append(NodeID(index: node))
                    stack.removeLast()
                }
            }
        }
        return result
    }

    private func predecessors(_ index: Int) -> [Int] {
        guard let node = slots[index]?.node else { return [] }
        var names = node.inputs
        for inner in node.subgraphs { names += Self.mentionedNames(inner).sorted() }
        return names.compactMap { producers[$0]?.index }
    }

    /// The node; `nil` if it was removed.
    package subscript(_ id: NodeID) -> Node? { slots[id.index]?.node }

    package func producer(of name: String) -> NodeID? { name.isEmpty ? nil : producers[name] }

    /// The node that makes a value, if it is of the ONNX standard and of that type.
    package func producer(of name: String, _ operatorType: String) -> (id: NodeID, node: Node)? {
        guard let id = producer(of: name), let node = self[id], node.isStandard(operatorType) else { return nil }
        return (id, node)
    }

    /// The nodes that use a value, in the order in which they were made.
    package func consumers(of name: String) -> [NodeID] { consumers[name]?.keys.sorted() ?? [] }

    /// The only node that uses a value, if it uses it once and nothing outside of the nodes does.
    package func onlyConsumer(of name: String) -> NodeID? {
        guard !pinned.contains(name), let uses = consumers[name], uses.count == 1, let (id, count) = uses.first,
            count == 1
        else { return nil }
        return id
    }

    /// Whether exactly one node uses the value, once.
    package func isUsedOnce(_ name: String) -> Bool { onlyConsumer(of: name) != nil }

    package func isUsed(_ name: String) -> Bool { pinned.contains(name) || consumers[name] != nil }

    // MARK: Editing

    /// Adds a node whose place in the file is that of another one.
    @discardableResult
    package mutating func add(_ node: Node, near id: NodeID) -> NodeID {
        let new = NodeID(index: slots.count)
        slots.append(Slot(node: node, rank: slots[id.index]?.rank ?? slots.count))
        index(node, new)
        return new
    }

    /// Adds a node with one output and returns the value's name.
    package mutating func add(
        _ operatorType: String, _ inputs: [String], _ attributes: [Attribute] = [], name: String, near id: NodeID
    ) -> String {
        let output = freshName("\(name).output")
        add(Node(operatorType, name: name, inputs: inputs, outputs: [output], attributes: attributes), near: id)
        return output
    }

    /// Removes a node; nothing may use its outputs, unless another node makes them.
    package mutating func remove(_ id: NodeID) {
        guard let node = slots[id.index]?.node else { return }
        unindex(node, id)
        slots[id.index] = nil
    }

    /// Changes a node in place.
    package mutating func update(_ id: NodeID, _ change: (inout Node) -> Void) {
        guard var node = slots[id.index]?.node else { return }
        unindex(node, id)
        change(&node)
        slots[id.index]?.node = node
        index(node, id)
    }

    /// Lets everybody who uses `old` use `new` instead. Where `old` has to keep its name, `new` gets that name, or else an
    /// `Identity` goes between. The producer of `old` must be removed by the caller, before or after.
    package mutating func replace(_ old: String, by new: String, near id: NodeID) {
        guard old != new else { return }
        for consumer in consumers(of: old) {
            update(consumer) { node in
                for index in node.inputs.indices where node.inputs[index] == old { node.inputs[index] = new }
            }
        }
        guard pinned.contains(old) else { return }
        if let maker = producers[old] { renameOutput(of: maker, old, freshName(old + ".before")) }
        if !pinned.contains(new), let maker = producers[new] {
            renameOutput(of: maker, new, old)
            for consumer in consumers(of: new) {
                update(consumer) { node in
                    for index in node.inputs.indices where node.inputs[index] == new { node.inputs[index] = old }
                }
            }
        } else {
            add(Node("Identity", name: old, inputs: [new], outputs: [old]), near: id)
        }
    }

    /// Makes a value the only output of a node, in the place of a removed node that alone used the node's own.
    package mutating func setOutput(of id: NodeID, _ value: String) {
        update(id) { $0.outputs = [value] }
    }

    private mutating func renameOutput(of id: NodeID, _ old: String, _ new: String) {
        update(id) { node in
            for index in node.outputs.indices where node.outputs[index] == old { node.outputs[index] = new }
        }
        types[new] = types[old]
    }

    /// A name that nothing has yet.
    package mutating func freshName(_ base: String) -> String {
        if names.insert(base).inserted { return base }
        var number = 1
        while !names.insert("\(base)_\(number)").inserted { number += 1 }
        return "\(base)_\(number)"
    }

    private mutating func index(_ node: Node, _ id: NodeID) {
        for name in node.outputs where !name.isEmpty {
            producers[name] = id
            names.insert(name)
        }
        for name in node.inputs where !name.isEmpty { consumers[name, default: [:]][id, default: 0] += 1 }
    }

    private mutating func unindex(_ node: Node, _ id: NodeID) {
        for name in node.outputs where producers[name] == id { producers[name] = nil }
        for name in node.inputs where !name.isEmpty {
            guard let count = consumers[name]?[id] else { continue }
            consumers[name]?[id] = count > 1 ? count - 1 : nil
            if consumers[name]?.isEmpty == true { consumers[name] = nil }
        }
    }

    // MARK: Constants

    /// Adds a constant; its name is made unique.
    package mutating func addConstant(_ tensor: Tensor) -> String {
        var tensor = tensor
        tensor.name = freshName(tensor.name.isEmpty ? "constant" : tensor.name)
        constants.insert(tensor)
        types[tensor.name] = .tensor(tensor.elementType, shape: tensor.shape.map { .fixed($0) })
        return tensor.name
    }

    /// Adds weights that are to be rounded to float32 when the model is written.
    package mutating func addWeights(_ name: String, shape: [Int], _ values: [Double]) -> String {
        let name = freshName(name)
        constants.insert(name, shape: shape, values)
        types[name] = .tensor(.float, shape: shape.map { .fixed($0) })
        return name
    }

    /// Makes a value that no node makes any more a constant, under its own name.
    package mutating func insertConstant(_ tensor: Tensor) {
        constants.insert(tensor)
        types[tensor.name] = .tensor(tensor.elementType, shape: tensor.shape.map { .fixed($0) })
    }

    package mutating func removeConstant(_ name: String) { constants.remove(name) }
    package func isConstant(_ name: String) -> Bool { constants.contains(name) }
}

extension Node {
    /// Whether the operator is that one of the ONNX standard.
    package func isStandard(_ operatorType: String) -> Bool {
        self.operatorType == operatorType && (domain.isEmpty || domain == "ai.onnx")
    }

    package var isStandard: Bool { domain.isEmpty || domain == "ai.onnx" }
}
