internal import Diagnostics

/// Operators run on the BPU. Those that only compute with constants and shapes are folded away and do not count.
enum BPUOperatorCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "bpu-operator", .mapper,
        summary: "operators run on the BPU",
        reason: """
            What the BPU cannot do falls to the CPU: data is dequantized, leaves the BPU, is computed in float32 by one ARM \
            core, and comes back. One such operator in the middle of a network can cost more than the rest of it.
            """,
        fix: "Express it by operators of the BPU, within their limits, or move it behind the model.",
        example: "Conv(x) -> y; Softmax(y) -> z; Conv(z) -> out")

    static func findings(in context: CheckContext) -> [Finding] {
        let initializers = Set(context.model.graph.initializers.map(\.name))
        /// Values that depend on the model's input.
        var live = Set(context.model.graph.inputs.map(\.name)).subtracting(initializers)
        let index = GraphIndex(context.model)
        var findings: [Finding] = []
        for node in context.model.graph.nodes where node.isInDefaultDomain {
            guard node.inputs.contains(where: live.contains) || !node.subgraphs.isEmpty else { continue }
            // Shapes are fixed, so what is computed from them is constant.
            if node.operatorType == "Shape" || node.operatorType == "Size" { continue }
            live.formUnion(node.outputs)
            switch BPUSupport.placement(of: node, in: index, march: context.march) {
            case .bpu, nil: break
            case .cpu(let detail): findings.append(cpu(node, detail))
            case .unsupported: findings.append(unsupported(node))
            }
        }
        return findings
    }

    static func cpu(_ node: Node, _ detail: String?) -> Finding {
        rule.warning(
            "\(node.operatorType)\(detail.map { " with \($0)" } ?? "") runs on the CPU",
            fix: "express it by operators of the BPU, or move it behind the model", node: node)
    }

    static func unsupported(_ node: Node) -> Finding {
        rule.error(
            "hb_mapper refuses \(node.operatorType)",
            fix: "express it by other operators", node: node)
    }
}
