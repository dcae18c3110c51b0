internal import GraphEditing
internal import ONNX

/// Sigmoid and SiLU in one spelling.
///
///     1 / (1 + exp(-x))           becomes      Sigmoid(x)
///     x / (1 + exp(-x))           becomes      Mul(x, Sigmoid(x))
///     Swish(x)                    becomes      Mul(x, Sigmoid(x))      (alpha 1)
enum CanonicalSiLU: GraphPass {
    static let name = "canonical-silu"
    static let summary = "Sigmoid and SiLU in one spelling"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard else { continue }
            let isDone =
                switch node.operatorType {
                case "Div": fuseDivision(id, node, &graph)
                case "Reciprocal": fuseReciprocal(id, node, &graph)
                case "Swish": expand(id, node, &graph)
                default: false
                }
            if isDone { count += 1 }
        }
        return count
    }

    /// x, if the value is `1 + exp(-x)` and used once.
    private static func logistic(_ value: String, _ graph: EditableGraph) -> String? {
        guard graph.isUsedOnce(value), let (_, sum) = graph.producer(of: value, "Add"),
            let (one, exponential, _) = graph.scalarOperand(sum), one == 1, graph.isUsedOnce(exponential),
            let (_, exp) = graph.producer(of: exponential, "Exp"), graph.isUsedOnce(exp.inputs[0])
        else { return nil }
        if let (_, negation) = graph.producer(of: exp.inputs[0], "Neg") { return negation.inputs[0] }
        guard let source = graph.affineSource(of: exp.inputs[0], limit: 1), source.scale == -1, source.shift == 0 else {
            return nil
        }
        return source.source
    }

    private static func fuseDivision(
        _ id: EditableGraph.NodeID, _ node: Node, _ graph: inout EditableGraph
    ) -> Bool {
        guard node.inputs.count == 2, let x = logistic(node.inputs[1], graph), let output = node.onlyOutput else {
            return false
        }
        if graph.isConstant(node.inputs[0]) {
            guard graph.scalar(node.inputs[0]) == 1 else { return false }
            return replace(id, output, bySigmoidOf: x, &graph)
        }
        let label = graph.label(of: x, "sigmoid")
        let gate = graph.add("Sigmoid", [x], name: label, near: id)
        graph.update(id) { node in
            node.operatorType = "Mul"
            node.inputs[1] = gate
        }
        return true
    }

    private static func fuseReciprocal(
        _ id: EditableGraph.NodeID, _ node: Node, _ graph: inout EditableGraph
    ) -> Bool {
        guard let x = logistic(node.inputs[0], graph), let output = node.onlyOutput else { return false }
        return replace(id, output, bySigmoidOf: x, &graph)
    }

    private static func replace(
        _ id: EditableGraph.NodeID, _ output: String, bySigmoidOf x: String, _ graph: inout EditableGraph
    ) -> Bool {
        let result = graph.add("Sigmoid", [x], name: graph.label(of: x, "sigmoid"), near: id)
        graph.remove(id)
        graph.replace(output, by: result, near: id)
        return true
    }

    private static func expand(_ id: EditableGraph.NodeID, _ node: Node, _ graph: inout EditableGraph) -> Bool {
        guard (try? node.float("alpha", default: 1)) == 1, let x = node.inputs.first, let output = node.onlyOutput
        else {
            return false
        }
        let gate = graph.add("Sigmoid", [x], name: graph.label(of: x, "sigmoid"), near: id)
        let result = graph.add("Mul", [x, gate], name: graph.label(of: x, "silu"), near: id)
        graph.remove(id)
        graph.replace(output, by: result, near: id)
        return true
    }
}
