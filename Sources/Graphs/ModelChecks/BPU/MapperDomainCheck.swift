internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// hb_mapper knows the operators of the default domain, and no functions.
enum MapperDomainCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "mapper-domain", .mapper,
        summary: "nodes are operators of the default domain",
        reason:
            "hb_mapper stops at an operator that it has no implementation for: those of other domains, and functions.",
        fix: "Export with standard operators only; inline functions (onnx.inliner) before.",
        example: "a node of domain 'com.microsoft'")

    static func findings(in context: CheckContext) -> [Finding] {
        var reported: Set<String> = []
        return context.nodes.map(\.node).filter { node in
            !node.isInDefaultDomain && reported.insert(node.domain).inserted
        }.map(foreign)
    }

    static func foreign(_ node: Node) -> Finding {
        rule.error(
            "hb_mapper does not know the domain '\(node.domain)'", fix: "export with standard operators only",
            node: node)
    }
}
