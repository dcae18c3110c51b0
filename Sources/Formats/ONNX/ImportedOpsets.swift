/// The version of each domain's operators that holds in a graph or function.
package struct ImportedOpsets: Sendable {
    private var versions: [String: Int] = [:]

    /// A domain that is imported twice has its last version, as in onnx. Before IR version 3 models had no imports, and
    /// opset 1 is meant.
    package init(_ imports: [OpsetImport], irVersion: Int = Int.max) {
        if imports.isEmpty, irVersion < 3 { versions[""] = 1 }
        for opset in imports { versions[opset.domain] = opset.version }
    }

    /// `nil` if the domain is not imported. The default domain may be imported as `ai.onnx` too; a node that says
    /// `ai.onnx` itself finds only that.
    package func version(of domain: String) -> Int? {
        versions[domain] ?? (domain.isEmpty ? versions["ai.onnx"] : nil)
    }

    /// The version that is imported under exactly this name.
    package func stated(_ domain: String) -> Int? { versions[domain] }

    package var domains: Dictionary<String, Int>.Keys { versions.keys }

    /// Opsets by domain, the default one under the empty name, whichever of its names it is imported by.
    package static func byDomain(_ imports: [OpsetImport]) -> [String: Int] {
        var versions: [String: Int] = [:]
        for opset in imports { versions[opset.domain] = opset.version }
        versions[""] = versions[""] ?? versions["ai.onnx"]
        return versions
    }
}
