internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Operators run on the BPU, within its limits. Those that depend on constants and shapes only are folded and do not count.
enum BPUOperatorCheck: ModelCheck {
    static let rules: [any Rule.Type] = [BPUOperatorRule.self, BPULimitRule.self]

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
            return BPUOperatorRule.warning(
                "\(node.operatorType) runs on the CPU",
                fix: "replace it with BPU operators, or compute it after the model", node: node)
        }
        return BPULimitRule.warning(
            "\(node.operatorType) runs on the CPU: \(reason)", fix: "change the layer to stay within the BPU's limits",
            node: node)
    }

    static func refused(_ node: Node, _ reason: String?) -> Finding {
        guard let reason else {
            return BPUOperatorRule.error(
                "hb_mapper rejects \(node.operatorType)", fix: "replace it with other operators", node: node)
        }
        return BPULimitRule.error(
            "hb_mapper rejects \(node.operatorType): \(reason)",
            fix: "change the layer to stay within the BPU's limits", node: node)
    }
}
