internal import GraphEditing
internal import ONNX

/// HardSigmoid and HardSwish in one spelling.
///
///     Clip(x + 3, 0, 6) / 6              becomes      HardSigmoid(x)             (alpha 1/6, beta 0.5)
///     x * Clip(x + 3, 0, 6) / 6          becomes      Mul(x, HardSigmoid(x))
///     HardSwish(x)                       becomes      Mul(x, HardSigmoid(x))     (where the opset has no HardSwish)
///
/// As with GELU, a division by 6 that went into the weights that follow is undone.
enum CanonicalHardSwish: GraphPass {
    static let name = "canonical-hard-swish"
    static let summary = "HardSigmoid and HardSwish in one spelling"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard else { continue }
            switch node.operatorType {
            case "HardSwish" where options.opset < 14 || options.target == .bayesE:
                if expand(id, node, &graph) { count += 1 }
            case "Clip": if fuse(id, &graph) { count += 1 }
            default: break
            }
        }
        return count
    }

    private static func hardSigmoid(
        _ input: String, alpha: Double, beta: Double, label: String, near id: EditableGraph.NodeID,
        _ graph: inout EditableGraph
    ) -> String {
        graph.add("HardSigmoid", [input], [.float("alpha", alpha), .float("beta", beta)], name: label, near: id)
    }

    private static func expand(_ id: EditableGraph.NodeID, _ node: Node, _ graph: inout EditableGraph) -> Bool {
        guard let input = node.inputs.first, let output = node.onlyOutput else { return false }
        let label = graph.label(of: input, "hardswish")
        let gate = hardSigmoid(input, alpha: 1.0 / 6, beta: 0.5, label: "\(label).gate", near: id, &graph)
        let result = graph.add("Mul", [input, gate], name: label, near: id)
        graph.remove(id)
        graph.replace(output, by: result, near: id)
        return true
    }

    private static func fuse(_ id: EditableGraph.NodeID, _ graph: inout EditableGraph) -> Bool {
        guard let match = HardSigmoidMatch(id, graph) else { return false }
        // A division that went into the weights is removed from them.
        if let product = match.product, match.scaling == nil,
            !graph.scaleInputs(of: product.output, by: match.high)
        {
            return false
        }
        let gate = hardSigmoid(
            match.input, alpha: match.alpha, beta: match.beta, label: graph.label(of: match.input, "hardsigmoid"),
            near: id, &graph)
        for id in match.nodes { graph.remove(id) }
        if let scaling = match.scaling { graph.remove(scaling.id) }
        guard let product = match.product else {
            graph.replace(match.scaling?.output ?? match.output, by: gate, near: id)
            return true
        }
        graph.update(product.id) { $0.inputs = [product.other, gate] }
        if let scaling = match.scaling {
            graph.setOutput(of: product.id, scaling.output)
        } else {
            let smaller = graph.freshName("\(graph.label(of: match.input, "hardsigmoid")).output")
            graph.replace(product.output, by: smaller, near: product.id)
            graph.setOutput(of: product.id, smaller)
        }
        return true
    }
}
