internal import Diagnostics

/// The default domain has every operator that is used, in the opset that is imported.
enum KnownOperatorCheck: ModelCheck {
    static let rule = "unknown-operator"

    static func findings(in context: CheckContext) -> [Finding] {
        let functions = Set(context.model.functions.map { "\($0.domain):\($0.name)" })
        return context.nodes.compactMap { scoped in
            let node = scoped.value
            guard node.isInDefaultDomain, !node.operatorType.isEmpty, let opset = scoped.opsets[""],
                opset <= OperatorTable.newestOpset, !functions.contains("\(node.domain):\(node.operatorType)")
            else { return nil }
            switch OperatorTable.standard.entry(node.operatorType, opset: opset) {
            case nil: return unknown(node)
            case .future(let since): return future(node, opset, since)
            case .removed(let since): return removed(node, since)
            case .signature: return nil
            }
        }
    }

    static func unknown(_ node: Node) -> Finding {
        Finding(
            rule: rule, severity: .error, message: "the default domain has no operator '\(node.operatorType)'",
            node: node.description)
    }

    static func future(_ node: Node, _ opset: Int, _ since: Int) -> Finding {
        Finding(
            rule: rule, severity: .error,
            message: "'\(node.operatorType)' came with opset \(since), and the model imports opset \(opset)",
            node: node.description)
    }

    static func removed(_ node: Node, _ since: Int) -> Finding {
        Finding(
            rule: rule, severity: .error, message: "'\(node.operatorType)' is gone since opset \(since)",
            node: node.description)
    }
}
