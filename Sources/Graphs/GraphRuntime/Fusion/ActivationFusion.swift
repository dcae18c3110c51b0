internal import GraphEditing
internal import ONNX

/// Makes one node of functions that exporters write as several.
enum ActivationFusion {
    static func run(_ graph: inout EditableGraph) {
        for id in graph.order() {
            guard let node = graph[id], node.isStandard else { continue }
            switch node.operatorType {
            case "Erf": if let match = GELUMatch(id, graph) { fuse(match, &graph) }
            case "Sigmoid": if let match = SelfGateMatch(id, graph) { fuse(match, as: "Swish", &graph) }
            case "HardSigmoid" where isHardSwishGate(node):
                if let match = SelfGateMatch(id, graph) { fuse(match, as: "HardSwish", &graph) }
            case "Clip": if let match = HardSigmoidMatch(id, graph), match.isHardSwish { fuse(match, &graph) }
            default: break
            }
        }
    }

    private static func fuse(_ match: GELUMatch, _ graph: inout EditableGraph) {
        guard match.scale != 1 else {
            return replace(match.nodes, by: "Gelu", [match.input], match.output, &graph)
        }
        // Without the factor 0.5, which onnxsim multiplies into weights, it is a GELU times 2.
        let gelu = graph.add("Gelu", [match.input], name: match.label, near: match.nodes[0])
        let factor = graph.addWeights("\(match.label).scale", shape: [], [match.scale])
        replace(match.nodes, by: "Mul", [gelu, factor], match.output, &graph)
    }

    private static func fuse(_ match: SelfGateMatch, as operatorType: String, _ graph: inout EditableGraph) {
        replace(match.nodes, by: operatorType, [match.input], match.output, &graph)
    }

    private static func fuse(_ match: HardSigmoidMatch, _ graph: inout EditableGraph) {
        guard let product = match.product, let scaling = match.scaling else { return }
        replace(match.nodes + [product.id, scaling.id], by: "HardSwish", [match.input], scaling.output, &graph)
    }

    /// HardSwish has slope 1/6.
    private static func isHardSwishGate(_ node: Node) -> Bool {
        guard let alpha = try? node.float("alpha", default: 0.2), let beta = try? node.float("beta", default: 0.5)
        else { return false }
        return abs(alpha - 1 / 6) < 1e-6 && beta == 0.5
    }

    /// Puts one node in the place of the one among several that makes `output`.
    private static func replace(
        _ nodes: [EditableGraph.NodeID], by operatorType: String, _ inputs: [String], _ output: String,
        _ graph: inout EditableGraph
    ) {
        guard let last = graph.producer(of: output) else { return }
        for id in nodes where id != last { graph.remove(id) }
        graph.update(last) { $0 = Node(operatorType, name: $0.name, inputs: inputs, outputs: [output]) }
    }
}
