internal import GraphEditing
internal import ONNX

/// Sums and products name the value first that is there earlier, and constants last, so that the same network is the same
/// graph however it was written.
///
///     Add(Conv(x), x)      becomes      Add(x, Conv(x))
///     Mul(2, x)            becomes      Mul(x, 2)
enum OrderOperands: GraphPass {
    static let name = "order-operands"
    static let summary = "operands of Add and Mul in one order"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        /// The longest way from an input of the graph.
        var depths: [String: Int] = [:]
        var count = 0
        for id in graph.order() {
            guard let node = graph[id] else { continue }
            let depth = (node.inputs.compactMap { depths[$0] }.max() ?? 0) + 1
            for output in node.outputs { depths[output] = depth }
            guard node.isStandard, node.operatorType == "Add" || node.operatorType == "Mul", node.inputs.count == 2
            else {
                continue
            }
            func place(_ name: String) -> Int { graph.isConstant(name) ? .max : depths[name] ?? 0 }
            guard place(node.inputs[0]) > place(node.inputs[1]) else { continue }
            graph.update(id) { $0.inputs.swapAt(0, 1) }
            count += 1
        }
        return count
    }
}
