internal import Diagnostics

/// Attributes are those of the operator, of the right type, each once, and none is missing.
enum AttributeCheck: ModelCheck {
    static let rule = "attribute"

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        for scoped in context.nodes {
            let node = scoped.value
            var names: Set<String> = []
            for attribute in node.attributes where !names.insert(attribute.name).inserted {
                findings.append(finding(node, attribute.name, "it is there twice"))
            }
            guard node.isInDefaultDomain, let opset = scoped.opsets[""],
                case .signature(let signature) = OperatorTable.standard.entry(node.operatorType, opset: opset)
            else { continue }
            for attribute in node.attributes {
                guard let known = signature.attributes[attribute.name] else {
                    findings.append(
                        finding(node, attribute.name, "\(node.operatorType) of opset \(opset) has no such attribute"))
                    continue
                }
                if let kind = attribute.value.kind, kind != known.kind {
                    findings.append(
                        finding(
                            node, attribute.name,
                            "expected \(known.kind.name), found \(attribute.value.summary)"))
                }
            }
            for (name, attribute) in signature.attributes.sorted(by: { $0.key < $1.key })
            where attribute.isRequired && !names.contains(name) {
                findings.append(finding(node, name, "it is missing"))
            }
        }
        return findings
    }

    static func finding(_ node: Node, _ attribute: String, _ problem: String) -> Finding {
        Finding(
            rule: rule, severity: .error, message: "attribute '\(attribute)': \(problem)", node: node.description)
    }
}
