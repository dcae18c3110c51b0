internal import Diagnostics

/// hb_mapper knows the operators of the default domain, and no functions.
enum MapperDomainCheck: ModelCheck {
    static let rule = "mapper-domain"

    static func findings(in context: CheckContext) -> [Finding] {
        var reported: Set<String> = []
        return context.nodes.map(\.value).filter { node in
            !node.isInDefaultDomain && reported.insert(node.domain).inserted
        }.map(foreign)
    }

    static func foreign(_ node: Node) -> Finding {
        Finding(
            rule: rule, severity: .error,
            message: "hb_mapper does not know the domain '\(node.domain)'",
            fix: "export with standard operators only", node: node.description)
    }
}
