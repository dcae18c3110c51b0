internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Weights are initializers. onnxsim moves some into `Constant` nodes, where other tools miss them.
enum ConstantWeightsRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "constant-weights", .warning,
        summary: "weights are initializers, not Constant nodes",
        reason: """
            Tools that count or edit weights read initializers. In an m0_9 that went through onnxsim, two fifths of \
            the weights are in Constant nodes and are missed.
            """,
        fix: "Run `repvit-convert simplify MODEL -o OUT`, which turns them into initializers.",
        example: "Constant(value: float [64, 64, 1, 1]) -> w; Conv(x, w) -> y")

    static func findings(in context: CheckContext) -> [Finding] {
        let index = GraphIndex(context.model)
        let nodes = context.model.graph.nodes.filter { node in
            ["Conv", "ConvTranspose", "Gemm", "BatchNormalization"].contains(node.operatorType)
                && node.inputs.dropFirst().contains { index.producer(of: $0)?.operatorType == "Constant" }
        }
        return nodes.first.map { [hidden($0, count: nodes.count)] } ?? []
    }

    static func hidden(_ node: Node, count: Int) -> Finding {
        let others = count > 1 ? ", as are those of \(count - 1) more" : ""
        return warning(
            "weights are in Constant nodes\(others)",
            fix: "run `repvit-convert simplify MODEL -o OUT`, which turns them into initializers", node: node)
    }
}
