internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Weights are initializers. onnxsim moves some into `Constant` nodes, where counts and tools miss them.
enum ConstantWeightsCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "constant-weights", .mapper, .warning,
        summary: "weights are initializers, not Constant nodes",
        reason: """
            Programs that count or change weights look at initializers. In an m0_9 that went through onnxsim, two fifths of \
            the weights lie in Constant nodes, where they miss them.
            """,
        fix: "Use the export as it is: onnxsim does not make it faster on the BPU.",
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
        let others = count > 1 ? ", as do those of \(count - 1) more" : ""
        return rule.warning(
            "its weights lie in Constant nodes\(others)",
            fix: "use the export as it is: onnxsim does not make it faster on the BPU", node: node)
    }
}
