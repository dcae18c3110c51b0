import Diagnostics
import Foundation
import InputContract
@testable import MapperYAML
import Support
import Testing
import TestSupport

/// The files in `yaml/` and the reference page are made by code; this keeps them so.
@Suite("Committed configurations")
struct CommittedConfigTests {
    static let variants = ["m0_9", "m1_0", "m1_1", "m1_5", "m2_3"]

    private func expect(_ expected: String, at path: String) throws {
        let found = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
        guard found != expected else { return }
        let command = "REPVIT_RENEW=1 swift test --filter CommittedConfigTests"
        if ProcessInfo.processInfo.environment["REPVIT_RENEW"] != nil {
            try AtomicFile.write(expected, to: path)
            Issue.record("renewed \(path); look at the change, then run again without REPVIT_RENEW")
        } else {
            Issue.record("\(path) is not what the code makes; renew it with: \(command)")
        }
    }

    @Test("yaml/ holds the configuration of every variant", arguments: variants)
    func current(_ variant: String) throws {
        var options = GenerationOptions(names: ArtifactNames(variant: variant), input: .repViT)
        options.usePaths(inWorkFolder: "../work")
        let text = try MapperConfig.generate(options)
        try expect(text, at: Path.join(Package.folder, "yaml", options.names.config))
    }

    @Test("yaml/ holds the JSON Schema")
    func schema() throws {
        try expect(JSONSchema.text, at: Path.join(Package.folder, "yaml/mapper-config.schema.json"))
    }

    @Test("docs/ holds the reference page")
    func reference() throws {
        try expect(ReferencePage.text, at: Path.join(Package.folder, "docs/mapper-yaml.md"))
    }

    @Test("The reference page has every key and every rule")
    func referenceIsWhole() {
        let page = ReferencePage.text
        for key in Key.allCases { #expect(page.contains("### `\(key.rawValue)`\n")) }
        for rule in Linter.rules.descriptors { #expect(page.contains("| `\(rule.id)` |")) }
    }

    @Test("The committed configurations have no errors, alone and together")
    func lint() throws {
        let paths = Self.variants.map { Path.join(Package.folder, "yaml/RepViT_\($0)_config.yaml") }
        for result in Linter().lint(paths) {
            let rules = Set(result.findings.map(\.rule))
            // On a fresh checkout there is no model yet.
            #expect(rules.isSubset(of: ["model-file", "calibration-folder"]), "\(result.findings)")
        }
    }
}
