internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Sparse tensors: a list of values, and for each its place, in ascending order and inside of the shape.
///
/// The places are read, and nothing is ever expanded to the dense shape.
enum SparseTensorCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "sparse-tensor",
        summary: "a sparse tensor's places are inside of its shape, in ascending order, one for each value",
        reason: """
            Whoever expands it writes each value to its place: one beyond the shape is a write beyond the memory, and one that \
            comes twice has two values.
            """,
        fix: "Sort the indices, drop double ones, and give as many as there are values.",
        example: "dims: [4], values: [1.0, 2.0], indices: [3, 1]")

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        func check(_ tensor: SparseTensor, _ node: Node?) {
            if let problem = problem(tensor, context.model.externalFiles) {
                findings.append(rule.error("sparse tensor '\(tensor.values.name)': \(problem)", node: node))
            }
        }
        for graph in context.graphs { for tensor in graph.sparseInitializers { check(tensor, nil) } }
        for node in context.nodes.map(\.node) {
            for attribute in node.attributes { for tensor in attribute.value.sparseTensors { check(tensor, node) } }
        }
        return findings
    }

    private static func problem(_ tensor: SparseTensor, _ files: ExternalFiles?) -> String? {
        guard tensor.values.shape.count == 1 else { return "its values are no list" }
        let count = tensor.values.shape[0]
        guard !tensor.shape.isEmpty, tensor.shape.allSatisfy({ $0 > 0 }) else {
            return "the shape \(tensor.shape) has no size"
        }
        let indices = tensor.indices
        guard indices.elementType == .int64 else { return "its indices are \(indices.elementType), expected int64" }
        guard indices.shape.count == 1 || indices.shape.count == 2 else {
            return "its indices are neither list nor table"
        }
        guard indices.shape[0] == count else { return "it has \(count) values and \(indices.shape[0]) places" }
        let rank = indices.shape.count == 2 ? tensor.shape.count : 1
        if indices.shape.count == 2, indices.shape[1] != rank {
            return "its places have \(indices.shape[1]) coordinates, expected \(rank)"
        }
        // A payload of the wrong size is a finding of its own.
        guard let places = try? indices.integers(in: files) else { return nil }
        return order(places, rank: rank, tensor.shape, isLinear: indices.shape.count == 1)
    }

    private static func order(_ places: [Int64], rank: Int, _ shape: [Int], isLinear: Bool) -> String? {
        var previous: Int64 = -1
        // Sizes whose product does not fit wrap around, as they do in onnx's checker.
        let limits = isLinear ? [shape.reduce(1) { $0 &* $1 }] : shape
        for start in stride(from: 0, to: places.count, by: rank) {
            var place: Int64 = 0
            for axis in 0..<rank {
                let coordinate = places[start + axis]
                guard coordinate >= 0, coordinate < Int64(limits[axis]) else {
                    return "place \(start / rank) is outside of the shape \(shape)"
                }
                place = isLinear ? coordinate : place &* Int64(limits[axis]) &+ coordinate
            }
            guard place > previous else { return "place \(start / rank) is not behind the one before it" }
            previous = place
        }
        return nil
    }
}
