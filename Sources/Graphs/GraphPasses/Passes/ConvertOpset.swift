internal import GraphEditing
internal import ONNX

/// The model in the opset that is asked for: every node in the form that it has there, all of them or none.
///
///     Squeeze(x, axes) in opset 13          becomes      Squeeze(x) with the attribute axes, in opset 11
///     LayerNormalization in opset 17        becomes      ReduceMean, Sub, Pow, ReduceMean, Add, Sqrt, Div, Mul, Add
///
/// What has no older form is noted, and the model stays as it is.
enum ConvertOpset: GraphPass {
    static let name = "convert-opset"
    static let summary = "nodes in the form that they have in the target's opset"

    /// The opsets that models can be converted to.
    static let range = 10...22

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        let (from, to) = (graph.opset, options.opset)
        guard from != to else { return 0 }
        graph.notes = []
        var converted = graph
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard else { continue }
            switch convert(id, node, from, to, &converted) {
            case .same: break
            case .done: count += 1
            case .impossible(let reason):
                graph.notes.append(
                    PassNote(
                        node: node.description, message: reason,
                        fix: "export the model with opset \(to), or without this operator",
                        isError: true))
            }
        }
        guard graph.notes.isEmpty else { return 0 }
        graph = converted
        graph.opset = to
        return count + 1
    }

    /// What became of one node.
    enum Conversion {
        case same
        case done
        /// The sentence says why.
        case impossible(String)
    }

    private static func convert(
        _ id: EditableGraph.NodeID, _ node: Node, _ from: Int, _ to: Int, _ graph: inout EditableGraph
    ) -> Conversion {
        if to > from, from < 7 { return .impossible("operators of opsets below 7 are not converted") }
        guard node.subgraphs.isEmpty else { return .impossible("a body of control flow is not converted") }
        var isDone = false
        for rule in to < from ? OpsetRules.lowering : OpsetRules.raising {
            // The change came between the two opsets.
            guard (min(from, to) + 1...max(from, to)).contains(rule.since),
                rule.operators.contains(node.operatorType), graph[id] != nil
            else { continue }
            switch rule.convert(id, &graph) {
            case .same: break
            case .done: isDone = true
            case .impossible(let reason): return .impossible(reason)
            }
        }
        guard let node = graph[id] else { return .done }
        switch OpsetRules.fit(node, id, to, &graph) {
        case .same: return isDone ? .done : .same
        case let other: return other
        }
    }
}
