internal import Diagnostics

/// Nodes have as many inputs and outputs as their operators take.
enum OperandCountCheck: ModelCheck {
    static let inputRule = "input-count"
    static let outputRule = "output-count"

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        for scoped in context.nodes {
            let node = scoped.value
            guard node.isInDefaultDomain, let opset = scoped.opsets[""],
                case .signature(let signature) = OperatorTable.standard.entry(node.operatorType, opset: opset)
            else { continue }
            if !signature.inputs.contains(node.inputs.count) {
                findings.append(finding(inputRule, "inputs", signature.inputs, node.inputs.count, node))
            }
            if !signature.outputs.contains(node.outputs.count) {
                findings.append(finding(outputRule, "outputs", signature.outputs, node.outputs.count, node))
            }
        }
        return findings
    }

    static func finding(
        _ rule: String, _ what: String, _ range: ClosedRange<Int>, _ count: Int, _ node: Node
    ) -> Finding {
        let expected =
            if range.lowerBound == range.upperBound {
                "\(range.lowerBound)"
            } else if range.upperBound == .max {
                "at least \(range.lowerBound)"
            } else {
                "\(range.lowerBound) to \(range.upperBound)"
            }
        return Finding(
            rule: rule, severity: .error, message: "expected \(expected) \(what), found \(count)",
            node: node.description)
    }
}
