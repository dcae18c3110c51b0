import Foundation
import Support
import Testing
import TestSupport
import YAML

/// The action and the hooks that other repositories use.
@Suite("Action and hooks")
struct ContinuousIntegrationTests {
    /// The script of the action's last step, with an executable where the action would have built one.
    private func runAction(
        _ folder: TemporaryFolder, files: String, strict: String = "false", baseline: String = ""
    ) async throws -> Command {
        let action = try YAMLDocument(contentsOf: Path.join(Package.folder, "action.yml"))
        let steps = action.root.mapping?["runs"]?.mapping?["steps"]?.sequence ?? []
        let script = try #require(steps.last?.mapping?["run"]?.string)
        let release = folder("action/.build/release")
        if !Folder.exists(release) {
            try Folder.create(release)
            try FileManager.default.createSymbolicLink(
                atPath: Path.join(release, "repvit-convert"), withDestinationPath: Package.executable)
        }
        return try await Command.run(
            "/bin/bash", ["-eo", "pipefail", "-c", script], in: folder.path,
            environment: [
                "GITHUB_ACTION_PATH": folder("action"), "FILES": files, "STRICT": strict, "BASELINE": baseline,
            ])
    }

    @Test("The action annotates what it finds, in folders below, and fails where the linter does")
    func action() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("model_parameters:\n  mach: bayes-e\n", to: folder("x/y/my model_config.yaml"))
        let wrong = try await runAction(folder, files: "**/*_config.yaml")
        #expect(wrong.exitCode == 1)
        #expect(wrong.standardOutput.contains("::error file=x/y/my model_config.yaml,line=2,col=3,title=unknown-key::"))

        let warned = RuleTests.right.replacing("model/one.onnx", with: "nowhere/one.onnx")
            .replacing("cal_data_dir: cal", with: "cal_data_dir: nowhere/cal")
        try AtomicFile.write(warned, to: folder("good/a.yaml"))
        #expect(try await runAction(folder, files: "good/*.yaml").exitCode == 0)
        #expect(try await runAction(folder, files: "good/*.yaml", strict: "true").exitCode == 1)
        let written = try await Command.repvitConvert(
            "config", "lint", "good/a.yaml", "--write-baseline", "known.json", in: folder.path)
        #expect(written.exitCode == 0)
        let known = try await runAction(folder, files: "good/*.yaml", strict: "true", baseline: "known.json")
        #expect(known.exitCode == 0)
        let none = try await runAction(folder, files: "nothing/*.yaml")
        #expect(none.exitCode == 2 && none.standardOutput.hasPrefix("::error"))
    }

    @Test("Every hook's command exists and its pattern finds the committed configurations")
    func hooks() async throws {
        let document = try YAMLDocument(contentsOf: Path.join(Package.folder, ".pre-commit-hooks.yaml"))
        let hooks = try #require(document.root.sequence).compactMap { $0.mapping }
        #expect(hooks.count == 3)
        for hook in hooks {
            let words = try #require(hook["entry"]?.string?.split(separator: " ").map { String($0) })
            #expect(words.first == "repvit-convert")
            let help = try await Command.run(Package.executable, words.dropFirst() + ["--help"])
            #expect(help.exitCode == 0 && help.standardOutput.contains("config lint"))
            let files = try Regex(try #require(hook["files"]?.string))
            #expect("yaml/RepViT_m0_9_config.yaml".contains(files) && !"mkdocs.yml".contains(files))
        }
    }

    @Test(
        "The action is valid by GitHub's schema",
        .enabled(if: Oracle.python != nil, Comment(rawValue: Oracle.absence)))
    func actionSchema() async throws {
        let check = try await Command.run(
            try #require(Oracle.python),
            [
                "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions",
                Path.join(Package.folder, "action.yml"),
            ])
        #expect(check.exitCode == 0, "\(check)")
    }
}
