internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Every domain in use is imported, in a known version.
enum OpsetImportRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "opset-import", .error, .standard,
        summary: "every domain in use is imported, in a known version",
        reason: """
            An operator's meaning depends on its domain's version: Squeeze reads its axes from an attribute in opset \
            11 and from an input in opset 13.
            """,
        fix: "Add the domain to opset_import: the model's for its graph, the function's for a function body.",
        example: "opset_import: {'': 11}, and a node in domain 'com.example'")

    static func findings(in context: CheckContext) -> [Finding] {
        let model = context.model
        var findings: [Finding] = []
        if model.opsetImports.isEmpty, model.irVersion >= 3 {
            findings.append(error("the model imports no opset"))
        }
        if !model.opsetImports.isEmpty, model.irVersion < 3, model.irVersion != 0 {
            findings.append(
                error("IR version \(model.irVersion) does not allow opset imports", fix: "set ir_version to 3 or later")
            )
        }
        findings += ranges(model.opsetImports)
        if CheckContext.hasFunctions(model) { findings += model.functions.flatMap { ranges($0.opsetImports) } }
        var seen: Set<String> = []
        for opset in model.opsetImports where !seen.insert(opset.domain).inserted {
            findings.append(warning("domain '\(opset.domain)' is imported twice; the last import takes effect"))
        }
        if let version = context.opsets.version(of: ""), version > OperatorTable.newestOpset {
            findings.append(
                warning("opset \(version) is newer than \(OperatorTable.newestOpset), the newest known version"))
        }
        return findings + missing(in: context)
    }

    private static func ranges(_ imports: [OpsetImport]) -> [Finding] {
        imports.filter { Int32(exactly: $0.version) == nil }.map {
            error("version \($0.version) of domain '\($0.domain)' is out of range")
        }
    }

    /// One finding per domain, for the graph and for each function.
    private static func missing(in context: CheckContext) -> [Finding] {
        struct Scope: Hashable {
            var function: Int?
            var domain: String
        }
        var reported: Set<Scope> = []
        return context.nodes.filter { scoped in
            scoped.opsets.version(of: scoped.node.domain) == nil
                && reported.insert(Scope(function: scoped.function, domain: scoped.node.domain)).inserted
        }.map { notImported($0.node.domain, $0.node) }
    }

    static func notImported(_ domain: String, _ node: Node) -> Finding {
        let name = domain.isEmpty ? "the default domain" : "domain '\(domain)'"
        return error("\(name) is used but not imported", fix: "add it to opset_import", node: node)
    }
}
