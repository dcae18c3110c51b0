internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// hb_mapper supports the default domain only, and no functions.
enum MapperDomainRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "mapper-domain",
        summary: "every operator is in the default domain",
        reason: "hb_mapper stops at operators that it does not implement: those of other domains, and functions.",
        fix: """
            Run `repvit-convert simplify MODEL -o OUT`, which inlines functions; express custom operators with \
            standard ones.
            """,
        example: "a node in domain 'com.microsoft'")

    static func findings(in context: CheckContext) -> [Finding] {
        var reported: Set<String> = []
        return context.nodes.map(\.node).filter { node in
            !node.isInDefaultDomain && reported.insert(node.domain).inserted
        }.map(foreign)
    }

    static func foreign(_ node: Node) -> Finding {
        error(
            "hb_mapper does not support domain '\(node.domain)'",
            fix:
                "run `repvit-convert simplify MODEL -o OUT` to inline functions; express custom operators with standard ones",
            node: node)
    }
}
