internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Attributes exist, are unique, have the right type, and none is missing.
enum AttributeRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "attribute", .error, .standard,
        summary: "attributes exist, are unique, have the right type, and none is missing",
        reason: """
            Runtimes ignore attributes they do not know: a misspelled 'pad' leaves 'pads' at zero. Names that begin \
            with two underscores are private and exempt.
            """,
        fix: "Compare names and types with the operator's specification for the imported opset.",
        example: "Conv with pads: 1 (an integer), expected integers")

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        for scoped in context.nodes {
            let node = scoped.node
            var names: Set<String> = []
            for attribute in node.attributes {
                if !names.insert(attribute.name).inserted {
                    findings.append(finding(node, attribute.name, "defined twice"))
                }
                // Field 20 is `type`.
                if context.model.irVersion >= 2, attribute.unknownFields.isUnusual(20) {
                    findings.append(finding(node, attribute.name, "no type"))
                }
            }
            guard !isExperimental(node), let schema = context.schema(scoped) else { continue }
            check(node, schema, names, &findings)
        }
        return findings
    }

    private static func isExperimental(_ node: Node) -> Bool {
        node.isInDefaultDomain && OperatorTable.experimental.contains(node.operatorType)
    }

    private static func check(
        _ node: Node, _ schema: OperatorSchema, _ names: Set<String>, _ findings: inout [Finding]
    ) {
        for attribute in node.attributes {
            guard let known = schema.attributes[attribute.name] else {
                if !schema.allowsOtherAttributes, !attribute.name.hasPrefix("__") {
                    findings.append(
                        finding(
                            node, attribute.name,
                            "\(node.operatorType) (since opset \(schema.since)) has no such attribute"))
                }
                continue
            }
            let kind = attribute.unknownFields.isUnusual(20) ? nil : attribute.value.kind
            if kind != known.kind {
                findings.append(
                    finding(node, attribute.name, "expected \(known.kind.name), found \(attribute.value.summary)"))
            }
        }
        let missing = schema.attributes.filter { $0.value.isRequired && !names.contains($0.key) }
        for name in missing.keys.sorted() { findings.append(finding(node, name, "missing")) }
    }

    static func finding(_ node: Node, _ attribute: String, _ problem: String) -> Finding {
        error("attribute '\(attribute)': \(problem)", node: node)
    }
}
