internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Sparse tensors have one index per value, in range and ascending. Nothing is expanded to the dense shape.
enum SparseTensorRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "sparse-tensor", .error, .standard,
        summary: "sparse indices are in range and ascending, one per value",
        reason: """
            Expanding the tensor writes each value to its index: an index out of range writes out of bounds, and a \
            repeated one has two values.
            """,
        fix: "Sort the indices, remove duplicates, and keep one per value.",
        example: "dims: [4], values: [1.0, 2.0], indices: [3, 1]")

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        func check(_ tensor: SparseTensor, _ node: Node?) {
            if let problem = problem(tensor, context.model.externalFiles) {
                findings.append(error("sparse tensor '\(tensor.values.name)': \(problem)", node: node))
            }
        }
        for graph in context.graphs { for tensor in graph.sparseInitializers { check(tensor, nil) } }
        for node in context.nodes.map(\.node) {
            for attribute in node.attributes { for tensor in attribute.value.sparseTensors { check(tensor, node) } }
        }
        return findings
    }

    private static func problem(_ tensor: SparseTensor, _ files: ExternalFiles?) -> String? {
        guard tensor.values.shape.count == 1 else { return "its values are not a list" }
        let count = tensor.values.shape[0]
        guard !tensor.shape.isEmpty, tensor.shape.allSatisfy({ $0 > 0 }) else {
            return "the shape \(tensor.shape) is invalid"
        }
        let indices = tensor.indices
        guard indices.elementType == .int64 else { return "its indices are \(indices.elementType), expected int64" }
        guard indices.shape.count == 1 || indices.shape.count == 2 else {
            return "its indices are neither a list nor a table"
        }
        guard indices.shape[0] == count else { return "it has \(count) values and \(indices.shape[0]) indices" }
        let rank = indices.shape.count == 2 ? tensor.shape.count : 1
        if indices.shape.count == 2, indices.shape[1] != rank {
            return "its indices have \(indices.shape[1]) coordinates, expected \(rank)"
        }
        // `tensor-payload` reports a payload of the wrong size.
        guard let flat = try? indices.integers(in: files) else { return nil }
        return order(flat, rank: rank, tensor.shape, isLinear: indices.shape.count == 1)
    }

    private static func order(_ flat: [Int64], rank: Int, _ shape: [Int], isLinear: Bool) -> String? {
        var previous: Int64 = -1
        // A product that overflows wraps around, as in onnx's checker.
        let limits = isLinear ? [shape.reduce(1) { $0 &* $1 }] : shape
        for start in stride(from: 0, to: flat.count, by: rank) {
            var index: Int64 = 0
            for axis in 0..<rank {
                let coordinate = flat[start + axis]
                guard coordinate >= 0, coordinate < Int64(limits[axis]) else {
                    return "index \(start / rank) is out of range for shape \(shape)"
                }
                index = isLinear ? coordinate : index &* Int64(limits[axis]) &+ coordinate
            }
            guard index > previous else { return "index \(start / rank) is not in ascending order" }
            previous = index
        }
        return nil
    }
}
