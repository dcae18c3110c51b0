internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Every operator exists in its domain, under the imported opset.
enum UnknownOperatorRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "unknown-operator", .error, .standard,
        summary: "every operator exists in the imported opset",
        reason: """
            Operators are added, changed and removed between opsets. Under an opset without it, an operator has no \
            meaning, even if a newer opset defines it. A function in the standard's domain does not help: its name is \
            looked up among the operators.
            """,
        fix: "Import an opset that has the operator, or export again for the opset you need.",
        example: "opset_import: {'': 11}, and a Gelu node, which was added in opset 20")

    static func findings(in context: CheckContext) -> [Finding] {
        context.nodes.compactMap { finding($0, context) }
    }

    private static func finding(_ scoped: CheckContext.Scoped, _ context: CheckContext) -> Finding? {
        let node = scoped.node
        guard !node.operatorType.isEmpty, let opset = scoped.opsets.version(of: node.domain) else { return nil }
        if node.isInDefaultDomain, OperatorTable.experimental.contains(node.operatorType) {
            return warning("experimental operator '\(node.operatorType)' was never standardized", node: node)
        }
        switch context.operators.entry(node, opset: opset) {
        case nil:
            // An opset that is newer than the table may have brought it; there is a warning for that.
            let mayBeNew = node.domain.isEmpty && opset > OperatorTable.newestOpset
            return node.isInDefaultDomain && !mayBeNew ? unknown(node) : nil
        case .future(let since): return future(node, opset, since)
        case .removed(let since): return removed(node, since)
        case .signature: return nil
        }
    }

    static func unknown(_ node: Node) -> Finding {
        if node.domain == "ai.onnx" {
            return error(
                "the domain must be '', not 'ai.onnx'", fix: "clear the node's domain",
                node: node)
        }
        return error("the default domain has no operator '\(node.operatorType)'", node: node)
    }

    static func future(_ node: Node, _ opset: Int, _ since: Int) -> Finding {
        error(
            "'\(node.operatorType)' was added in opset \(since), but the model imports opset \(opset)", node: node)
    }

    static func removed(_ node: Node, _ since: Int) -> Finding {
        error("'\(node.operatorType)' was removed in opset \(since)", node: node)
    }
}
