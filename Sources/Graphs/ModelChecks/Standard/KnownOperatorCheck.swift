internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// The standard's domains have every operator that is used, in the opset that is imported.
enum KnownOperatorCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "unknown-operator",
        summary: "the domain has the operator in the opset that is imported",
        reason: """
            Operators come, change, and go with the opset. One that the imported opset does not have yet, or no longer, has \
            no meaning there, even if a newer opset gives it one. A function in the standard's domain does not help: its \
            name is looked up among the operators.
            """,
        fix: "Import the opset that has the operator, or export again for the opset that you need.",
        example: "opset_import: {'': 11}, and a node Gelu, which came with opset 20")

    static func findings(in context: CheckContext) -> [Finding] {
        context.nodes.compactMap { finding($0, context) }
    }

    private static func finding(_ scoped: CheckContext.Scoped, _ context: CheckContext) -> Finding? {
        let node = scoped.node
        guard !node.operatorType.isEmpty, let opset = scoped.opsets.version(of: node.domain) else { return nil }
        if node.isInDefaultDomain, OperatorTable.experimental.contains(node.operatorType) {
            return rule.warning("'\(node.operatorType)' was on trial once, and never became an operator", node: node)
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
            return rule.error(
                "operators are looked up in the domain '', not 'ai.onnx'", fix: "leave the node's domain empty",
                node: node)
        }
        return rule.error("the default domain has no operator '\(node.operatorType)'", node: node)
    }

    static func future(_ node: Node, _ opset: Int, _ since: Int) -> Finding {
        rule.error(
            "'\(node.operatorType)' came with opset \(since), and the model imports opset \(opset)", node: node)
    }

    static func removed(_ node: Node, _ since: Int) -> Finding {
        rule.error("'\(node.operatorType)' is gone since opset \(since)", node: node)
    }
}
