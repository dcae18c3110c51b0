internal import GraphEditing
internal import ONNX

/// The mean over height and width is a GlobalAveragePool.
///
///     ReduceMean(x [N, C, H, W], axes [2, 3], keepdims)      becomes      GlobalAveragePool(x)
///     GlobalAveragePool -> Flatten                           becomes      ReduceMean(axes [2, 3], no keepdims)
///
/// One node either way: without kept axes, GlobalAveragePool would need a Flatten.
enum MeanToPool: GraphPass {
    static let name = "mean-to-pool"
    static let summary = "the mean over height and width is a GlobalAveragePool"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id] else { continue }
            if node.isStandard("ReduceMean"), graph.rank(node.inputs[0]) == 4,
                (try? node.flag("keepdims", default: true)) == true, graph.axes(node, rank: 4).map(Set.init) == [2, 3]
            {
                graph.update(id) { node in
                    node.operatorType = "GlobalAveragePool"
                    node.inputs = [node.inputs[0]]
                    node.attributes = []
                }
                count += 1
            } else if node.isStandard("GlobalAveragePool"), flattenBehind(id, node, &graph) {
                count += 1
            }
        }
        return count
    }

    private static func flattenBehind(
        _ id: EditableGraph.NodeID, _ node: Node, _ graph: inout EditableGraph
    ) -> Bool {
        guard graph.opset < 18, let output = node.onlyOutput, let behindID = graph.onlyConsumer(of: output),
            let behind = graph[behindID], ["Flatten", "Reshape", "Squeeze"].contains(behind.operatorType),
            behind.isStandard, let result = behind.onlyOutput, graph.rank(node.inputs[0]) == 4,
            let pooled = graph.shape(output), graph.shape(result).map({ Array($0) }) == Array(pooled[0..<2])
        else { return false }
        graph.remove(behindID)
        graph.update(id) { node in
            node.operatorType = "ReduceMean"
            node.attributes = [.integers("axes", [2, 3]), .integer("keepdims", 0)]
        }
        graph.setOutput(of: id, result)
        return true
    }
}
