internal import ONNX
internal import ONNXOperators
internal import Support

/// The memory that values between inputs and outputs take while a graph runs.
///
/// Nodes run in the order of the file, one after the other. A value lives from the node that produces it to the last node that
/// uses it; the graph's inputs are there from the start, its outputs stay to the end. Every value has memory of its own
/// (nothing is computed in place), constants have none, and values inside of subgraphs are not counted.
enum ActivationMemory {
    /// In bytes, with the sizes as the model has them; `nil` if one of them is unknown or symbolic.
    static func peak(of graph: Graph, types: [String: ValueType]) -> Int? {
        let constants = Set(graph.initializers.map(\.name)).union(graph.sparseInitializers.map(\.values.name))
        var lastUse: [String: Int] = [:]
        for (index, node) in graph.nodes.enumerated() { node.forEachUsedValue { lastUse[$0] = index } }
        for output in graph.outputs { lastUse[output.name] = graph.nodes.count }

        /// The sizes of what lives.
        var living: [String: Int] = [:]
        var total = 0
        func add(_ name: String) -> Bool {
            guard !name.isEmpty, living[name] == nil else { return true }
            guard let size = types[name]?.byteCount else { return false }
            living[name] = size
            total = SaturatingSum.of(total, size)
            return true
        }

        for input in graph.inputs where !constants.contains(input.name) {
            guard add(input.name) else { return nil }
        }
        var peak = total
        for (index, node) in graph.nodes.enumerated() where !node.isConstant {
            for output in node.outputs {
                guard add(output) else { return nil }
            }
            peak = max(peak, total)
            let ending = { (name: String) in
                if lastUse[name] ?? -1 <= index, let size = living.removeValue(forKey: name) { total -= size }
            }
            node.forEachUsedValue(ending)
            node.outputs.forEach(ending)
        }
        return peak == .max ? nil : peak
    }
}

extension Node {
    /// The names of the node's inputs, and those from outside that its subgraphs use.
    ///
    /// A name that a graph within redefines is among them: it can only make a value live longer than it has to.
    func forEachUsedValue(_ body: (String) -> Void) {
        for name in inputs where !name.isEmpty { body(name) }
        for graph in subgraphs {
            for node in graph.nodes { node.forEachUsedValue(body) }
            for output in graph.outputs { body(output.name) }
        }
    }
}

extension ValueType {
    /// The size of a dense tensor; `nil` for other types, open sizes, and sizes that overflow.
    var byteCount: Int? {
        guard case .tensor(let type, let shape?) = self, let bits = type.bitWidth,
            let count = shape.sizes.flatMap(checkedProduct)
        else { return nil }
        let bytes = SaturatingSum.bytes(elements: count, bits: bits)
        return bytes == .max ? nil : bytes
    }
}
