internal import GraphEditing
internal import ONNX

/// Every spelling of GELU becomes the one that the vendor's compiler makes a single lookup table of.
///
///     x * (1 + erf(x / sqrt 2)) * 0.5          becomes      Mul(Mul(x, Add(Erf(Div(x, sqrt 2)), 1)), 0.5)
///     (0.5 * x) * (erf(x * 0.7071) + 1)
///     x * (0.5 * erf(x * 0.7071) + 0.5)
///     Gelu(x)                                   (where the opset has no Gelu)
///
/// onnxsim multiplies the factor 0.5 into the weights that follow; that is undone:
///
///     x * (1 + erf(x / sqrt 2)) -> Conv(W)      becomes      GELU(x) -> Conv(2 W)
///
/// Measured with hb_perf on m0_9: 1072.9 us with one table a GELU, 2613.5 us in onnxsim's form.
///
/// The compiler has no table for GELU's approximation by tanh, which is written with as few operators as can be:
///
///     0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))    becomes    x * Sigmoid(a * x + b * x^3)
///
/// Measured with hb_perf on four of them between convolutions of 64 channels and 56 x 56 pixels: 324 us as exact GELU, 512 us
/// in this form, 663 to 756 us in the others.
enum CanonicalGELU: GraphPass {
    static let name = "canonical-gelu"
    static let summary = "GELU in the form that the compiler makes one table of"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard else { continue }
            switch node.operatorType {
            case "Gelu" where options.opset < 20 || options.target == .bayesE:
                if expand(id, node, &graph) { count += 1 }
            case "Erf", "Tanh":
                guard let match = GELUMatch(id, graph), !match.isCanonical(graph) else { continue }
                rewrite(match, &graph)
                count += 1
            default: break
            }
        }
        return count
    }

    private static func rewrite(_ match: GELUMatch, _ graph: inout EditableGraph) {
        for id in match.nodes { graph.remove(id) }
        let chain = match.isExact ? Self.chain : tanhChain
        var result = chain(match.input, match.nodes[0], match.label, &graph)
        if match.scale != 1, !graph.scaleInputs(of: match.output, by: match.scale) {
            let factor = graph.addWeights("\(match.label).scale", shape: [], [match.scale])
            result = graph.add("Mul", [result, factor], name: "\(match.label).rescale", near: match.nodes[0])
        }
        graph.replace(match.output, by: result, near: match.nodes[0])
    }

    /// `0.5 * x * (1 + erf(x / sqrt 2))` in the order in which torch writes it.
    private static func chain(
        _ input: String, _ id: EditableGraph.NodeID, _ label: String, _ graph: inout EditableGraph
    ) -> String {
        let root = graph.sharedScalar("gelu.sqrt2", 2.0.squareRoot())
        let one = graph.sharedScalar("gelu.one", 1)
        let half = graph.sharedScalar("gelu.half", 0.5)
        let scaled = graph.add("Div", [input, root], name: "\(label).div", near: id)
        let error = graph.add("Erf", [scaled], name: "\(label).erf", near: id)
        let shifted = graph.add("Add", [error, one], name: "\(label).add", near: id)
        let product = graph.add("Mul", [input, shifted], name: "\(label).mul", near: id)
        return graph.add("Mul", [product, half], name: "\(label).half", near: id)
    }

    private static func expand(_ id: EditableGraph.NodeID, _ node: Node, _ graph: inout EditableGraph) -> Bool {
        guard node.inputs.count == 1, let output = node.onlyOutput,
            let approximation = try? node.text("approximate", default: "none"),
            // The numbers of the chain are float32.
            graph.elementType(output) ?? .float == .float
        else { return false }
        let label = graph.label(of: node.inputs[0], "gelu")
        let result: String
        switch approximation {
        case "none": result = chain(node.inputs[0], id, label, &graph)
        case "tanh": result = tanhChain(node.inputs[0], id, label, &graph)
        default: return false
        }
        graph.remove(id)
        graph.replace(output, by: result, near: id)
        return true
    }

    /// `x * sigmoid(2 u)`, which is `0.5 * x * (1 + tanh(u))`.
    private static func tanhChain(
        _ x: String, _ id: EditableGraph.NodeID, _ label: String, _ graph: inout EditableGraph
    ) -> String {
        let three = graph.sharedScalar("gelu.three", 3)
        let cubic = graph.sharedScalar("gelu.cubic", 2 * GELUMatch.slope * GELUMatch.cubic)
        let slope = graph.sharedScalar("gelu.slope", 2 * GELUMatch.slope)
        let cube = graph.add("Pow", [x, three], name: "\(label).cube", near: id)
        let high = graph.add("Mul", [cube, cubic], name: "\(label).cubic", near: id)
        let low = graph.add("Mul", [x, slope], name: "\(label).linear", near: id)
        let sum = graph.add("Add", [high, low], name: "\(label).sum", near: id)
        let gate = graph.add("Sigmoid", [sum], name: "\(label).gate", near: id)
        return graph.add("Mul", [x, gate], name: "\(label).mul", near: id)
    }
}
