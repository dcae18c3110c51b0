internal import GraphEditing
internal import ONNX

/// HardSigmoid and HardSwish in one spelling.
///
///     Clip(x + 3, 0, 6) / 6              becomes      HardSigmoid(x)             (alpha 1/6, beta 0.5)
///     x * Clip(x + 3, 0, 6) / 6          becomes      Mul(x, HardSigmoid(x))
///     HardSwish(x)                       becomes      Mul(x, HardSigmoid(x))     (where the opset has no HardSwish)
///
/// As with GELU, a division by 6 that went into the weights behind is undone.
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
            case "Clip": if fuse(id, node, &graph) { count += 1 }
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

    private static func fuse(_ id: EditableGraph.NodeID, _ node: Node, _ graph: inout EditableGraph) -> Bool {
        guard let output = node.onlyOutput, let (low, high) = bounds(node, graph), low == 0, high > 0,
            let argument = graph.affineSource(of: node.inputs[0], limit: 3), graph.isUsedOnce(node.inputs[0]),
            argument.scale > 0, abs(argument.shift / high - 0.5) < 1e-6, graph.elementType(output) ?? .float == .float
        else { return false }
        let label = graph.label(of: argument.source, "hardsigmoid")
        let alpha = argument.scale / high
        let beta = argument.shift / high
        let inner = argument.nodes + [id]

        // Clip / high
        if high == 1 || graph.scaling(behind: output).map({ abs($0.factor * high - 1) < 1e-6 }) == true {
            let scaling = high == 1 ? nil : graph.scaling(behind: output)
            let gate = hardSigmoid(argument.source, alpha: alpha, beta: beta, label: label, near: id, &graph)
            for id in inner { graph.remove(id) }
            if let scaling { graph.remove(scaling.id) }
            graph.replace(scaling?.output ?? output, by: gate, near: id)
            return true
        }
        // v * Clip, and the division behind, or in the weights behind.
        guard let productID = graph.onlyConsumer(of: output), let product = graph[productID], product.isStandard("Mul"),
            let result = product.onlyOutput, !product.inputs.contains(where: graph.isConstant)
        else { return false }
        let scaling = graph.scaling(behind: result).flatMap { abs($0.factor * high - 1) < 1e-6 ? $0 : nil }
        if scaling == nil, !graph.scaleInputs(of: result, by: high) { return false }
        let gate = hardSigmoid(argument.source, alpha: alpha, beta: beta, label: label, near: id, &graph)
        for id in inner { graph.remove(id) }
        let other = product.inputs[0] == output ? product.inputs[1] : product.inputs[0]
        graph.update(productID) { $0.inputs = [other, gate] }
        if let scaling {
            graph.remove(scaling.id)
            graph.letMake(productID, scaling.output)
        } else {
            let smaller = graph.freshName("\(label).output")
            graph.replace(result, by: smaller, near: productID)
            graph.letMake(productID, smaller)
        }
        return true
    }

    /// Bounds stand in attributes before opset 11, in inputs since.
    private static func bounds(_ node: Node, _ graph: EditableGraph) -> (Double, Double)? {
        if node.inputs.count == 3 {
            guard let low = graph.scalar(node.inputs[1]), let high = graph.scalar(node.inputs[2]) else { return nil }
            return (low, high)
        }
        guard node.inputs.count == 1, let low = try? node.float("min", default: -.greatestFiniteMagnitude),
            let high = try? node.float("max", default: .greatestFiniteMagnitude)
        else { return nil }
        return (Double(low), Double(high))
    }
}
