internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Nodes have as many inputs and outputs as their operators, and every required one.
enum OperandCountCheck: ModelCheck {
    static let rules: [any Rule.Type] = [InputCountRule.self, OutputCountRule.self]

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        for scoped in context.nodes {
            let node = scoped.node
            if node.inputs.isEmpty, node.outputs.isEmpty {
                findings.append(InputCountRule.error("has neither inputs nor outputs", node: node))
            }
            guard let schema = context.schema(scoped) else { continue }
            check(node.inputs, schema.inputs, schema.inputCount, "input", InputCountRule.self, node, &findings)
            check(node.outputs, schema.outputs, schema.outputCount, "output", OutputCountRule.self, node, &findings)
            if let counts = schema.outputCounts, schema.outputCount.contains(node.outputs.count),
                !counts.contains(node.outputs.count)
            {
                let expected = counts.map(String.init).joined(separator: " or ")
                findings.append(
                    OutputCountRule.error("expected \(expected) outputs, found \(node.outputs.count)", node: node))
            }
        }
        return findings
    }

    private static func check(
        _ names: [String], _ operands: [OperatorSchema.Operand], _ range: ClosedRange<Int>, _ kind: String,
        _ rule: any Rule.Type, _ node: Node, _ findings: inout [Finding]
    ) {
        if !range.contains(names.count) {
            findings.append(
                rule.error("expected \(text(range)) \(kind)s, found \(names.count)", node: node))
        }
        for (name, operand) in zip(names, operands) where name.isEmpty && operand.option == .single {
            findings.append(rule.error("required \(kind) '\(operand.name)' is missing", node: node))
        }
    }

    private static func text(_ range: ClosedRange<Int>) -> String {
        if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
        return range.upperBound == .max
            ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}
