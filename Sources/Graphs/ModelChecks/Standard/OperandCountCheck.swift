internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Nodes have as many inputs and outputs as their operators take, and none is left out that has to be there.
enum OperandCountCheck: ModelCheck {
    static let rules = [inputRule, outputRule]
    static let inputRule = CheckRule(
        "input-count",
        summary: "a node has as many inputs as its operator takes",
        reason: "Inputs are told apart by their place. One too few or too many, and the rest mean something else.",
        fix:
            "Compare with the operator's specification for the imported opset; '' stands for an optional one left out.",
        example: "Conv(x) -> y, without the weights")
    static let outputRule = CheckRule(
        "output-count",
        summary: "a node has as many outputs as its operator gives",
        reason: "Outputs are told apart by their place, as inputs are.",
        fix: "Compare with the operator's specification for the imported opset.",
        example: "Relu(x) -> y, z")

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        for scoped in context.nodes {
            let node = scoped.node
            if node.inputs.isEmpty, node.outputs.isEmpty {
                findings.append(inputRule.error("it has neither inputs nor outputs", node: node))
            }
            guard let schema = context.schema(scoped) else { continue }
            check(node.inputs, schema.inputs, schema.inputCount, "input", inputRule, node, &findings)
            check(node.outputs, schema.outputs, schema.outputCount, "output", outputRule, node, &findings)
            if let counts = schema.outputCounts, schema.outputCount.contains(node.outputs.count),
                !counts.contains(node.outputs.count)
            {
                let expected = counts.map(String.init).joined(separator: " or ")
                findings.append(
                    outputRule.error("expected \(expected) outputs, found \(node.outputs.count)", node: node))
            }
        }
        return findings
    }

    private static func check(
        _ names: [String], _ operands: [OperatorSchema.Operand], _ range: ClosedRange<Int>, _ kind: String,
        _ rule: CheckRule, _ node: Node, _ findings: inout [Finding]
    ) {
        if !range.contains(names.count) {
            findings.append(
                rule.error("expected \(text(range)) \(kind)s, found \(names.count)", node: node))
        }
        for (name, operand) in zip(names, operands) where name.isEmpty && operand.option == .single {
            findings.append(rule.error("its \(kind) '\(operand.name)' is left out, and is not optional", node: node))
        }
    }

    private static func text(_ range: ClosedRange<Int>) -> String {
        if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
        return range.upperBound == .max
            ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}
