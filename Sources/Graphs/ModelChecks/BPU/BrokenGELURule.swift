internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// GELU has the form that compiles to one lookup table: `0.5 * x * (1 + erf(x / sqrt 2))`.
///
/// onnxsim folds the `0.5` into the next convolution's weights; the rest compiles to four operators.
/// Measured with hb_perf on m0_9, together with unfused branches: 2613.5 us instead of 1072.9 us.
enum BrokenGELURule: ModelRule {
    static let descriptor = RuleDescriptor(
        "broken-gelu", .warning,
        summary: "every GELU has the form that the compiler fuses",
        reason: """
            0.5 * x * (1 + erf(x / sqrt(2))) compiles to one lookup table. onnxsim folds the 0.5 into the next \
            convolution; the rest compiles to four operators, 27 times in m0_9.
            """,
        fix: "Run `repvit-convert simplify MODEL -o OUT`, which restores the factor.",
        example: "Mul(x, Add(1, Erf(Div(x, 1.414)))) -> Conv, without a Mul by 0.5")

    static func findings(in context: CheckContext) -> [Finding] {
        let index = GraphIndex(context.model)
        let nodes = context.model.graph.nodes.filter { node in
            node.operatorType == "Erf" && node.isInDefaultDomain && isBroken(node, index)
        }
        return nodes.first.map { [broken($0, count: nodes.count)] } ?? []
    }

    /// Whether `x * (1 + erf(...))` follows, and nothing halves it.
    private static func isBroken(_ erf: Node, _ index: GraphIndex) -> Bool {
        guard let sum = only("Add", after: erf, index),
            sum.inputs.contains(where: { index.scalar($0) == 1 }),
            let product = only("Mul", after: sum, index)
        else { return false }
        // Half of the sum, or half of x, or half of the product.
        if product.inputs.contains(where: { index.scalar($0) == 0.5 || isHalved($0, index) }) { return false }
        guard let output = product.outputs.first else { return false }
        return !index.consumers(of: output).contains { isHalf($0, index) }
    }

    private static func isHalved(_ name: String, _ index: GraphIndex) -> Bool {
        index.producer(of: name).map { isHalf($0, index) } ?? false
    }

    private static func isHalf(_ node: Node, _ index: GraphIndex) -> Bool {
        switch node.operatorType {
        case "Mul": node.inputs.contains { index.scalar($0) == 0.5 }
        case "Div": node.inputs.count == 2 && index.scalar(node.inputs[1]) == 2
        default: false
        }
    }

    private static func only(_ operatorType: String, after node: Node, _ index: GraphIndex) -> Node? {
        guard let output = node.outputs.first else { return nil }
        let consumers = index.consumers(of: output)
        guard consumers.count == 1, let consumer = consumers.first, consumer.operatorType == operatorType else {
            return nil
        }
        return consumer
    }

    static func broken(_ node: Node, count: Int) -> Finding {
        let others = count > 1 ? ", and \(count - 1) more like it" : ""
        return warning(
            "incomplete GELU (factor 0.5 missing): compiles to four operators instead of one lookup table\(others)",
            fix: "run `repvit-convert simplify MODEL -o OUT`, which restores the factor",
            node: node)
    }
}
