import Diagnostics
@testable import MapperYAML
import Support
import Testing
import TestSupport

@Suite("Findings that are switched off")
struct SuppressionTests {
    /// Four findings: march-not-x5, optimize-level, debug-on twice.
    private static let wrong = RuleTests.right.replacing("march: bayes-e", with: "march: bayes")
        .replacing("O3", with: "O1").replacing("debug: false", with: "debug: true")

    private func rules(_ text: String) throws -> [String] {
        let folder = try RuleTests.shared.get()
        return RuleTests.linter.lint(text: text, path: folder("a.yaml")).map(\.rule)
    }

    @Test("Nothing is switched off by itself")
    func all() throws {
        #expect(try rules(Self.wrong) == ["march-not-x5", "optimize-level", "debug-on"])
    }

    @Test("A comment at the end of a line is for that line")
    func sameLine() throws {
        let text = Self.wrong.replacing(
            "march: bayes\n", with: "march: bayes  # why  repvit-lint: disable=march-not-x5\n")
        #expect(try rules(text) == ["optimize-level", "debug-on"])
        let other = Self.wrong.replacing("march: bayes\n", with: "march: bayes  # repvit-lint: disable=debug-on\n")
        #expect(try rules(other) == ["march-not-x5", "optimize-level", "debug-on"])
    }

    @Test("A comment on a line of its own is for the next line that is none")
    func nextLine() throws {
        let text = Self.wrong.replacing(
            "  optimize_level",
            with: "  # repvit-lint: disable=optimize-level,debug-on\n  # it is slow\n\n  optimize_level")
        #expect(try rules(text) == ["march-not-x5", "debug-on"])
    }

    @Test("A comment can be for the whole file, wherever it stands", arguments: [true, false])
    func file(_ isFirst: Bool) throws {
        let comment = "# repvit-lint: disable-file=debug-on, march-not-x5\n"
        #expect(try rules(isFirst ? comment + Self.wrong : Self.wrong + comment) == ["optimize-level"])
    }

    @Test("Text in quotes is no comment")
    func quoted() throws {
        let text = Self.wrong.replacing(
            "working_dir: build", with: "working_dir: 'build # repvit-lint: disable-file=debug-on'")
        #expect(try rules(text) == ["march-not-x5", "optimize-level", "debug-on"])
    }

    @Test("Errors can be switched off too, and fixes leave them alone")
    func errors() throws {
        let text = RuleTests.right.replacing(
            "  march: bayes-e", with: "  mach: bayes-e # repvit-lint: disable=unknown-key\n  march: bayes-e")
        #expect(try rules(text).isEmpty)
        #expect(
            RuleTests.linter.fixed(bytes: Array(text.utf8), path: "a.yaml").repaired.allSatisfy {
                $0.rule != "unknown-key"
            })
    }

    @Test("A rule can be switched off for all files")
    func option() throws {
        let folder = try RuleTests.makeFolder()
        var linter = RuleTests.linter
        linter.disabled = ["optimize-level", "shared-output", "yaml-syntax"]
        #expect(linter.lint(text: Self.wrong, path: folder("a.yaml")).map(\.rule) == ["march-not-x5", "debug-on"])
        try AtomicFile.write(RuleTests.right, to: folder("a.yaml"))
        try AtomicFile.write(RuleTests.right, to: folder("b.yaml"))
        try AtomicFile.write("a: [", to: folder("c.yaml"))
        #expect(linter.lint(["a", "b", "c"].map { folder("\($0).yaml") }).flatMap(\.findings) == [])
    }

    @Test("Files that share results can be accepted by a comment")
    func shared() throws {
        let folder = try RuleTests.makeFolder()
        try AtomicFile.write(RuleTests.right, to: folder("a.yaml"))
        try AtomicFile.write("# repvit-lint: disable-file=shared-output\n" + RuleTests.right, to: folder("b.yaml"))
        #expect(RuleTests.linter.lint([folder("a.yaml"), folder("b.yaml")]).flatMap(\.findings) == [])
    }
}
