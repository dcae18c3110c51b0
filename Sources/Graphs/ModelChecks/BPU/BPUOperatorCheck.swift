internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Operators run on the BPU, in a form within its limits. Those that only compute with constants and shapes are folded away
/// and do not count.
enum BPUOperatorCheck: ModelCheck {
    static let rules = [operatorRule, limitRule]
    static let operatorRule = CheckRule(
        "bpu-operator", .mapper,
        summary: "operators are such as run on the BPU",
        reason: """
            What the BPU cannot do falls to the CPU: data is dequantized, leaves the BPU, is computed in float32 by one ARM \
            core, and comes back. One such operator in the middle of a network can cost more than the rest of it.
            """,
        fix: "Express it by operators of the BPU, or move it behind the model.",
        example: "Conv(x) -> y; Softmax(y) -> z; Conv(z) -> out")
    static let limitRule = CheckRule(
        "bpu-limit", .mapper,
        summary: "operators stay within the BPU's limits of kernels, strides, channels and forms",
        reason: """
            The BPU takes the operator, but not in this form: hb_mapper puts it on the CPU, which costs as much as an operator \
            that the BPU does not have, or fails to compile it. The limits were measured with hb_mapper checker.
            """,
        fix: "Change the layer to a form within the limits, or split it into several.",
        example: "Conv(x, w: [8, 8, 3, 3]) with dilations [2, 2] and strides [2, 2]")

    static func findings(in context: CheckContext) -> [Finding] {
        let initializers = Set(context.model.graph.initializers.map(\.name))
        /// Values that depend on the model's input.
        var live = Set(context.model.graph.inputs.map(\.name)).subtracting(initializers)
        let graph = BPUGraph(context)
        var findings: [Finding] = []
        for node in context.model.graph.nodes where node.isInDefaultDomain {
            guard node.inputs.contains(where: live.contains) || !node.subgraphs.isEmpty else { continue }
            // Shapes are fixed, so what is computed from them is constant.
            if node.operatorType == "Shape" || node.operatorType == "Size" { continue }
            live.formUnion(node.outputs)
            switch BPUSupport.placement(of: node, in: graph) {
            case .bpu, nil: break
            case .cpu(let reason): findings.append(cpu(node, reason))
            case .refused(let reason): findings.append(refused(node, reason))
            }
        }
        return findings
    }

    static func cpu(_ node: Node, _ reason: String?) -> Finding {
        guard let reason else {
            return operatorRule.warning(
                "\(node.operatorType) runs on the CPU",
                fix: "express it by operators of the BPU, or move it behind the model", node: node)
        }
        return limitRule.warning(
            "\(node.operatorType) runs on the CPU: \(reason)", fix: "bring it within the BPU's limits", node: node)
    }

    static func refused(_ node: Node, _ reason: String?) -> Finding {
        guard let reason else {
            return operatorRule.error(
                "hb_mapper refuses \(node.operatorType)", fix: "express it by other operators", node: node)
        }
        return limitRule.error(
            "hb_mapper refuses \(node.operatorType): \(reason)", fix: "bring it within the BPU's limits", node: node)
    }
}
