internal import Diagnostics

/// Every domain that is used is imported, in an opset that is known.
enum OpsetImportCheck: ModelCheck {
    static let rule = "opset-import"

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        if context.model.opsetImports.isEmpty, context.model.irVersion >= 3 { findings.append(none) }
        var seen: Set<String> = []
        for opset in context.model.opsetImports where !seen.insert(opset.domain).inserted {
            findings.append(twice(opset.domain))
        }
        if let version = CheckContext.opsets(context.model.opsetImports)[""] {
            if version < 1 { findings.append(invalid(version)) }
            if version > OperatorTable.newestOpset { findings.append(unknown(version)) }
        }
        var reported: Set<String> = []
        for node in context.nodes {
            let domain = node.value.isInDefaultDomain ? "" : node.value.domain
            guard node.opsets[domain] == nil, reported.insert(domain).inserted,
                !(domain.isEmpty && node.opsets.isEmpty && context.model.irVersion < 3)
            else { continue }
            findings.append(notImported(domain, node.value))
        }
        return findings
    }

    static let none = Finding(rule: rule, severity: .error, message: "the model imports no opset")

    static func twice(_ domain: String) -> Finding {
        Finding(rule: rule, severity: .error, message: "domain '\(domain)' is imported twice")
    }

    static func invalid(_ version: Int) -> Finding {
        Finding(rule: rule, severity: .error, message: "there is no opset \(version)")
    }

    static func unknown(_ version: Int) -> Finding {
        Finding(
            rule: rule, severity: .warning,
            message: "opset \(version) is newer than \(OperatorTable.newestOpset), the newest known here")
    }

    static func notImported(_ domain: String, _ node: Node) -> Finding {
        let name = domain.isEmpty ? "the default domain" : "domain '\(domain)'"
        return Finding(
            rule: rule, severity: .error, message: "\(name) is used but not imported",
            fix: "add it to the model's opset imports", node: node.description)
    }
}
