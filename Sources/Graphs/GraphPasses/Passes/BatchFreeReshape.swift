internal import GraphEditing
internal import ONNX

/// A Reshape that names the batch lets it be whatever comes in, so that the toolchain can calibrate eight images at once.
///
///     Reshape(x [1, 64, 7, 7], [1, 3136])      becomes      Reshape(x, [0, 3136])
enum BatchFreeReshape: GraphPass {
    static let name = "batch-free-reshape"
    static let summary = "Reshape copies the batch from its input"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        // Only where the batch of the model is known can it be told from other sizes.
        guard let batch = graph.inputs.first?.type?.shape?.first?.size else { return 0 }
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard("Reshape"), node.inputs.count == 2,
                let shape = graph.constants.integers(node.inputs[1]), shape.count >= 2,
                let sizes = graph.sizes(node.inputs[0]), sizes.first == batch, shape[0] == batch,
                (try? node.flag("allowzero", default: false)) == false
            else { continue }
            let name = graph.addConstant(
                Tensor(
                    name: "\(node.label).shape", shape: [shape.count],
                    integers: [0] + shape.dropFirst().map { Int64($0) }))
            graph.update(id) { $0.inputs[1] = name }
            count += 1
        }
        return count
    }
}
