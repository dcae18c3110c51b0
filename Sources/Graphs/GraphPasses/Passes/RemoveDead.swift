internal import GraphEditing
internal import ONNX

/// Nodes and constants that nothing depends on go.
///
///     x -> A -> (nothing)      becomes      x
enum RemoveDead: GraphPass {
    static let name = "remove-dead"
    static let summary = "what nothing depends on is removed"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order().reversed() {
            guard let node = graph[id] else { continue }
            if node.outputs.allSatisfy({ $0.isEmpty || !graph.isUsed($0) }) {
                graph.remove(id)
                count += 1
                continue
            }
            // An optional output that nothing wants: a mask, statistics of training.
            guard node.outputs.count > 1, node.isStandard,
                ["Dropout", "BatchNormalization", "MaxPool", "LayerNormalization"].contains(node.operatorType),
                let last = node.outputs.indices.last, last > 0, !graph.isUsed(node.outputs[last])
            else { continue }
            let used = node.outputs.lastIndex { !$0.isEmpty && graph.isUsed($0) } ?? 0
            graph.update(id) { $0.outputs.removeSubrange((used + 1)...) }
            count += 1
        }
        for name in graph.constants.names where !graph.isUsed(name) {
            graph.removeConstant(name)
            count += 1
        }
        return count
    }
}
