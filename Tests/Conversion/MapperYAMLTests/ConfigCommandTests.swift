import Foundation
import Support
import Testing
import TestSupport

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
                a.yaml:2:3: error: unknown key 'mach' in 'model_parameters' [unknown-key]
                    mach: bayes-e
                    ^
                  fix: rename it to 'march'
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
        #expect(!missing.standardError.contains("0 errors"), "\(missing)")
        for arguments in [
            ["--input-size", "7"], ["--profile", "fast"], ["--input-type", "gray"], ["--compile-mode", "balance"],
            ["--max-percentile", "0.9", "--calibration-type", "kl"], ["--int16", ""], ["--optimize-level", "O4"],
            ["--calibration-type", "x"], ["--batch", "0"],
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

    @Test("set changes in place, says so, and refuses what cannot be with 64")
    func set() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(RuleTests.right, to: folder("a.yaml"))
        let set = try await Command.repvitConvert(
            "config", "set", "a.yaml", "debug=true", "core_num=1", "--unset", "cal_data_type", in: folder.path)
        #expect(set.exitCode == 0 && set.standardOutput.isEmpty && set.standardError == "changed a.yaml\n", "\(set)")
        let text = try String(contentsOfFile: folder("a.yaml"), encoding: .utf8)
        #expect(text.contains("  debug: true\n  core_num: 1\n") && !text.contains("cal_data_type"))
        for arguments in [["debug=7"], ["mach=x"], [], ["march"]] {
            let bad = try await Command.run(
                Package.executable, ["config", "set", "a.yaml"] + arguments, in: folder.path)
            #expect(bad.exitCode == 64, "\(bad)")
        }
        #expect(try String(contentsOfFile: folder("a.yaml"), encoding: .utf8) == text)
        let missing = try await Command.repvitConvert("config", "set", "none.yaml", "debug=true", in: folder.path)
        #expect(missing.exitCode == 2)
        try AtomicFile.write("compiler_parameters: &x {debug: true}\ny: *x\n", to: folder("b.yaml"))
        let shared = try await Command.repvitConvert("config", "set", "b.yaml", "debug=false", in: folder.path)
        #expect(
            shared.exitCode == 2 && shared.standardError.contains("b.yaml:1:22: error: this is shared"), "\(shared)")
    }

    @Test("diff is silent and 0 for one meaning, a table or JSON and 1 for two")
    func diff() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(RuleTests.right, to: folder("a.yaml"))
        try AtomicFile.write(
            RuleTests.right.replacing("  debug: false\n", with: "  debug: no # off\n"), to: folder("b.yaml"))
        try AtomicFile.write(RuleTests.right.replacing("O3", with: "O1"), to: folder("c.yaml"))
        let same = try await Command.repvitConvert("config", "diff", "a.yaml", "b.yaml", in: folder.path)
        #expect(same.exitCode == 0 && same.standardOutput.isEmpty)
        let other = try await Command.repvitConvert("config", "diff", "a.yaml", "c.yaml", in: folder.path)
        #expect(
            other.exitCode == 1 && other.standardOutput.contains("| optimize_level | O3     | O1     |"), "\(other)")
        let json = try await Command.repvitConvert(
            "config", "diff", "a.yaml", "c.yaml", "--format", "json", in: folder.path)
        let object = try JSONSerialization.jsonObject(with: Data(json.standardOutput.utf8)) as? [String: Any]
        #expect(json.exitCode == 1 && object?["equal"] as? Bool == false)
        let missing = try await Command.repvitConvert("config", "diff", "a.yaml", "none.yaml", in: folder.path)
        #expect(missing.exitCode == 2)
    }

    @Test("explain knows every key and every rule, and guesses what was meant")
    func explain() async throws {
        let key = try await Command.repvitConvert("config", "explain", "calibration_type")
        #expect(key.exitCode == 0 && key.standardOutput.contains("one of default, mix, kl, max, load, skip"))
        let rule = try await Command.repvitConvert("config", "explain", "odd-size", "--format", "json")
        #expect(rule.exitCode == 0 && rule.standardOutput.contains("\"kind\" : \"invalid\""))
        let slip = try await Command.repvitConvert("config", "explain", "optimise_level")
        #expect(slip.exitCode == 64 && slip.standardError.contains("optimize_level"))
    }

    @Test("lint --fix mends the file and lints what is left; twice changes nothing")
    func fix() async throws {
        let folder = try RuleTests.makeFolder()
        let wrong = RuleTests.right.replacing("model/one.onnx", with: "nowhere/one.onnx").replacing("O3", with: "o3")
            .replacing("  march:", with: "  mach:")
        try AtomicFile.write(wrong, to: folder("a.yaml"))
        let fixed = try await Command.repvitConvert("config", "lint", "--fix", "a.yaml", in: folder.path)
        #expect(fixed.exitCode == 0 && fixed.standardError.hasPrefix("a.yaml: fixed 2 ("), "\(fixed)")
        let text = try String(contentsOfFile: folder("a.yaml"), encoding: .utf8)
        #expect(text == RuleTests.right.replacing("model/one.onnx", with: "nowhere/one.onnx"))
        let again = try await Command.repvitConvert("config", "lint", "--fix", "a.yaml", in: folder.path)
        #expect(again.exitCode == 0 && !again.standardError.contains("fixed"))
        #expect(try String(contentsOfFile: folder("a.yaml"), encoding: .utf8) == text)
    }

    @Test("Rules are switched off by option and by baseline")
    func switchedOff() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("model_parameters:\n  mach: bayes-e\n", to: folder("a.yaml"))
        let some = try await Command.repvitConvert(
            "config", "lint", "a.yaml", "--disable", "unknown-key", "--disable", "missing-key", in: folder.path)
        #expect(some.exitCode == 0 && !some.standardOutput.contains("unknown-key"))
        let unknown = try await Command.repvitConvert("config", "lint", "a.yaml", "--disable", "x", in: folder.path)
        #expect(unknown.exitCode == 64 && unknown.standardError.contains("unknown rule 'x'"))
        let written = try await Command.repvitConvert(
            "config", "lint", "a.yaml", "--write-baseline", "known.json", in: folder.path)
        #expect(written.exitCode == 0 && written.standardOutput.isEmpty)
        let known = try await Command.repvitConvert(
            "config", "lint", "a.yaml", "--baseline", "known.json", in: folder.path)
        #expect(known.exitCode == 0 && known.standardOutput.isEmpty, "\(known)")
    }

    @Test("A baseline overwrites neither an input nor any file but a baseline")
    func baselineOverwritesNothing() async throws {
        let folder = TemporaryFolder()
        let text = "model_parameters:\n  mach: bayes-e\n"
        for name in ["a.yaml", "b.yaml", "notes.json"] { try AtomicFile.write(text, to: folder(name)) }
        try FileManager.default.createSymbolicLink(atPath: folder("link"), withDestinationPath: folder("a.yaml"))
        for name in ["a.yaml", "./a.yaml", "link", "notes.json", "b.yaml"] {
            let refused = try await Command.repvitConvert(
                "config", "lint", "--write-baseline", name, "a.yaml", in: folder.path)
            #expect(refused.exitCode == 64 && refused.standardOutput.isEmpty, "\(refused)")
            #expect(try String(contentsOfFile: folder(name), encoding: .utf8) == text)
        }
        for _ in 0..<2 {
            let written = try await Command.repvitConvert(
                "config", "lint", "--write-baseline", "known.json", "a.yaml", in: folder.path)
            #expect(written.exitCode == 0, "\(written)")
        }
    }

    @Test("The rule list fits 80 columns, and lint, rules and explain print the same")
    func ruleList() async throws {
        let list = try await Command.repvitConvert("config", "rules").standardOutput
        #expect(list.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(try await Command.repvitConvert("config", "lint", "--list-rules").standardOutput == list)
        let explained = try await Command.repvitConvert("config", "explain", "odd-size").standardOutput
        #expect(explained.hasPrefix("odd-size") && explained.contains("Why: ") && explained.contains("Fix: "))
        #expect(try await Command.repvitConvert("config", "lint", "--explain", "odd-size").standardOutput == explained)
    }

    @Test("A file that cannot be read does not hide what is wrong with the others")
    func unreadable() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("a: [\n", to: folder("a.yaml"))
        let lint = try await Command.repvitConvert("config", "lint", "none.yaml", "a.yaml", in: folder.path)
        #expect(lint.exitCode == 2)
        #expect(lint.standardOutput.contains("a.yaml:2:1: error") && lint.standardError.contains("none.yaml: error"))
    }

    @Test(
        "SARIF is valid by the published schema of 2.1.0",
        .enabled(if: Oracle.python != nil, Comment(rawValue: Oracle.absence)))
    func sarifSchema() async throws {
        let folder = TemporaryFolder()
        let names = ["a.yaml", "b c%ü.yaml", "clean.yaml"]
        try AtomicFile.write("a: [\n", to: folder(names[0]))
        try AtomicFile.write("model_parameters:\n  mach: 'ü \\\"'\n", to: folder(names[1]))
        try AtomicFile.write(RuleTests.right, to: folder(names[2]))
        for files in [names, [names[2]], [folder(names[0])]] {
            let lint = try await Command.run(
                Package.executable, ["config", "lint", "--format", "sarif"] + files, in: folder.path)
            try AtomicFile.write(lint.standardOutput, to: folder("log.sarif"))
            let problems = try await Oracle.run(program: "validate_sarif.py", arguments: [folder("log.sarif")])
            #expect(Int(problems.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 > 0, "\(problems)")
        }
    }

    @Test(
        "The JSON Schema is one, takes every committed configuration, and rejects what it should",
        .enabled(if: Oracle.python != nil, Comment(rawValue: Oracle.absence)))
    func jsonSchema() async throws {
        let folder = TemporaryFolder()
        let kinds: Set = ["unknown-key", "value-not-allowed"]
        let wrong = RuleTests.cases.filter { kinds.contains($0.rule) }.map(\.marked.text)
        for (index, text) in wrong.enumerated() { try AtomicFile.write(text, to: folder("wrong\(index).yaml")) }
        try AtomicFile.write(RuleTests.right, to: folder("right.yaml"))
        let output = try await Oracle.run(program: "validate_configs.py", arguments: [Package.folder, folder.path])
        #expect(output == "\(wrong.count) 0\n")
    }
}
