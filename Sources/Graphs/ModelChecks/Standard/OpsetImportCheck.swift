internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Every domain that is used is imported, in an opset that is known.
enum OpsetImportCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "opset-import",
        summary: "every domain that nodes use is imported, in an opset that is known",
        reason: """
            What an operator means depends on its domain's version: Squeeze of opset 11 takes its axes from an attribute, \
            that of opset 13 from an input. Without an import there is no way to tell.
            """,
        fix: "Add the domain to opset_import, of the model for its graph, and of the function for a function's body.",
        example: "opset_import: {'': 11}, and a node of domain 'com.example'")

    static func findings(in context: CheckContext) -> [Finding] {
        let model = context.model
        var findings: [Finding] = []
        if model.opsetImports.isEmpty, model.irVersion >= 3 {
            findings.append(rule.error("the model imports no opset"))
        }
        if !model.opsetImports.isEmpty, model.irVersion < 3, model.irVersion != 0 {
            findings.append(
                rule.error("IR version \(model.irVersion) has no opset imports", fix: "state IR version 3 or later"))
        }
        findings += ranges(model.opsetImports)
        if CheckContext.hasFunctions(model) { findings += model.functions.flatMap { ranges($0.opsetImports) } }
        var seen: Set<String> = []
        for opset in model.opsetImports where !seen.insert(opset.domain).inserted {
            findings.append(rule.warning("domain '\(opset.domain)' is imported twice: the last one holds"))
        }
        if let version = context.opsets.version(of: ""), version > OperatorTable.newestOpset {
            findings.append(
                rule.warning("opset \(version) is newer than \(OperatorTable.newestOpset), the newest known here"))
        }
        return findings + missing(in: context)
    }

    private static func ranges(_ imports: [OpsetImport]) -> [Finding] {
        imports.filter { Int32(exactly: $0.version) == nil }.map {
            rule.error("version \($0.version) of domain '\($0.domain)' is out of range")
        }
    }

    /// One finding for each domain, and for each place that has imports of its own.
    private static func missing(in context: CheckContext) -> [Finding] {
        struct Place: Hashable {
            var function: Int?
            var domain: String
        }
        var reported: Set<Place> = []
        return context.nodes.filter { scoped in
            scoped.opsets.version(of: scoped.node.domain) == nil
                && reported.insert(Place(function: scoped.function, domain: scoped.node.domain)).inserted
        }.map { notImported($0.node.domain, $0.node) }
    }

    static func notImported(_ domain: String, _ node: Node) -> Finding {
        let name = domain.isEmpty ? "the default domain" : "domain '\(domain)'"
        return rule.error("\(name) is used but not imported", fix: "add it to the opset imports", node: node)
    }
}
