internal import GraphEditing
internal import ONNX

/// Numbers the values of a graph, and loads the constants among them that are used.
struct SlotTable {
    private var slots: [String: Int] = [:]
    private(set) var constants: [Int: Value] = [:]
    private let graph: EditableGraph
    private let files: ExternalFiles?
    private let memory: MemoryPool

    init(_ graph: EditableGraph, files: ExternalFiles?, memory: MemoryPool) {
        self.graph = graph
        self.files = files
        self.memory = memory
    }

    var count: Int { slots.count }

    mutating func define(_ name: String) -> Int {
        let slot = slots.count
        slots[name] = slot
        return slot
    }

    /// The slot of a value that is used; it has to be there already.
    mutating func operand(_ name: String) throws -> Int {
        if let slot = slots[name] { return slot }
        guard let tensor = graph.constants.tensor(name) else { throw RuntimeError.undefined(value: name) }
        let value = try Value(tensor, files: files, in: memory)
        let slot = define(name)
        constants[slot] = value
        return slot
    }

    /// The slot of a value that a node makes.
    mutating func result(_ name: String) throws -> Int {
        guard slots[name] == nil, !graph.isConstant(name) else { throw RuntimeError.duplicate(value: name) }
        return define(name)
    }
}
