import FileSupport
import Foundation
import TestSupport
import Testing

@Suite("The config command")
struct ConfigCommandTests {
    @Test("generate prints a configuration, and lint takes it from a file")
    func generateAndLint() async throws {
        let folder = TemporaryFolder()
        let made = try await Command.repvitConvert("config", "generate", "m0_9", "-o", folder("a/b/c.yaml"))
        #expect(made.exitCode == 0 && made.standardOutput.isEmpty)
        let printed = try await Command.repvitConvert("config", "generate", "m0_9")
        #expect(
            printed.standardOutput.utf8.elementsEqual(
                FileManager.default.contents(atPath: folder("a/b/c.yaml")) ?? Data()))
        let lint = try await Command.repvitConvert("config", "lint", folder("a/b/c.yaml"))
        #expect(lint.exitCode == 0, "\(lint)")
        let strict = try await Command.repvitConvert("config", "lint", "--strict", folder("a/b/c.yaml"))
        #expect(strict.exitCode == 1)
    }

    @Test("lint shows place, line, caret, fix and rule, and exits with 1")
    func text() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("model_parameters:\n  mach: bayes-e\n", to: folder("a.yaml"))
        let lint = try await Command.repvitConvert("config", "lint", "a.yaml", in: folder.path)
        #expect(lint.exitCode == 1)
        #expect(
            lint.standardOutput.contains(
                """
                a.yaml:2:3: error: 'model_parameters' has no key 'mach' [unknown-key]
                    mach: bayes-e
                    ^
                  fix: write 'march'
                """), "\(lint.standardOutput)")
    }

    @Test("lint --format json has the contract's keys")
    func json() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("a: [\n", to: folder("a.yaml"))
        let lint = try await Command.repvitConvert("config", "lint", "a.yaml", "--format", "json", in: folder.path)
        #expect(lint.exitCode == 1)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(lint.standardOutput.utf8)) as? [String: Any])
        #expect(object["schema_version"] as? Int == 1)
        let file = try #require((object["files"] as? [[String: Any]])?.first)
        #expect(file["path"] as? String == "a.yaml")
        let finding = try #require((file["findings"] as? [[String: Any]])?.first)
        #expect(Set(finding.keys) == ["rule", "severity", "message", "line", "column", "fix"])
        #expect(finding["severity"] as? String == "error" && finding["line"] as? Int == 2)
    }

    @Test(
        "Annotations and SARIF come from the same findings",
        arguments: [("github", "::error file=a.yaml"), ("sarif", "\"2.1.0\"")])
    func otherFormats(_ format: String, _ expected: String) async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("a: [\n", to: folder("a.yaml"))
        let lint = try await Command.repvitConvert("config", "lint", "a.yaml", "--format", format, in: folder.path)
        #expect(lint.exitCode == 1 && lint.standardOutput.contains(expected))
    }

    @Test("A missing file fails with 2, wrong options with 64")
    func failures() async throws {
        let missing = try await Command.repvitConvert("config", "lint", "none.yaml")
        #expect(missing.exitCode == 2 && missing.standardError.contains("none.yaml: error: no such file"))
        for arguments in [
            ["--input-size", "7"], ["--profile", "fast"], ["--calibration-type", "x"], ["--batch", "0"],
        ] {
            let made = try await Command.run(Package.executable, ["config", "generate", "m0_9"] + arguments)
            #expect(made.exitCode == 64 && made.standardOutput.isEmpty, "\(arguments)")
        }
    }

    @Test("rules lists every rule; schema is JSON")
    func rulesAndSchema() async throws {
        let rules = try await Command.repvitConvert("config", "rules")
        #expect(rules.exitCode == 0 && rules.standardOutput.contains("unknown-key"))
        let schema = try await Command.repvitConvert("config", "schema")
        let object = try JSONSerialization.jsonObject(with: Data(schema.standardOutput.utf8)) as? [String: Any]
        #expect(object?["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    }
}
