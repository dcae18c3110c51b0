import Foundation
import Support
import Testing
import TestSupport

/// Whole processes on files that want to hurt: with 2 GB of address space, a clear answer and the right exit code.
@Suite("Hostile configuration files")
struct HostileFileTests {
    private func lint(_ folder: TemporaryFolder, _ name: String) async throws -> Command {
        try await Command.run(
            "/bin/bash", ["-c", "ulimit -v 2000000; exec \"$0\" config lint \"$1\"", Package.executable, name],
            in: folder.path)
    }

    /// One error, in one line with its place, and no trace of the program itself.
    private func expectOneError(_ result: Command, _ words: String) {
        #expect(result.exitCode == 1, "\(result)")
        #expect(result.standardOutput.contains(words), "\(result)")
        #expect(result.standardOutput.split(separator: "\n").filter { $0.contains(": error: ") }.count == 1)
        #expect(!result.standardError.contains("Fatal error"))
        #expect(result.standardOutput.utf8.count < 2000, "a long line is cut")
    }

    private static let laughs: String = {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<30 {
            let names = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(names)]\n"
        }
        return text
    }()

    @Test(
        "A clear error with its place",
        arguments: [
            ("10,000 nested lists", String(repeating: "[", count: 10_000), "nested deeper than 1000 levels"),
            ("10,000 nested mappings", String(repeating: "{a: ", count: 10_000), "nested deeper than 1000 levels"),
            ("10,000 nested block lists", String(repeating: "- ", count: 10_000), "nested deeper than 1000 levels"),
            ("a billion laughs", laughs, "grows beyond 100000 nodes"),
            ("NUL", "a: \u{0}\n", "a.yaml:1:4: error: not valid UTF-8 text for YAML"),
            ("an escape character", "a: \u{1B}[2J\n", "a.yaml:1:4: error"),
            ("a tab for indentation", "model_parameters:\n\tmarch: bayes-e\n", "a.yaml:2:1: error"),
            ("an alias of itself", "a: &a [*a]\n", "refers to a node that contains it"),
            ("a merge of a scalar", "a:\n  <<: 3\n", "'<<' merges mappings only"),
        ])
    func clearError(_ title: String, _ text: String, _ words: String) async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(text, to: folder("a.yaml"))
        expectOneError(try await lint(folder, "a.yaml"), words)
    }

    @Test(
        "Invalid UTF-8 has its place",
        arguments: [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xC0, 0x80]] as [[UInt8]])
    func invalidUTF8(_ bytes: [UInt8]) async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(Array("a: b\nc: ".utf8) + bytes, to: folder("a.yaml"))
        let result = try await lint(folder, "a.yaml")
        expectOneError(result, "error: not valid UTF-8 text for YAML")
        #expect(result.standardOutput.hasPrefix("a.yaml:2:"))
    }

    @Test("A scalar of 100 MB is refused by its size")
    func longScalar() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(Array("a: ".utf8) + [UInt8](repeating: 0x78, count: 100 << 20), to: folder("a.yaml"))
        expectOneError(try await lint(folder, "a.yaml"), "bytes are too many for a YAML file")
    }

    @Test("A scalar of 15 MB reads, and is an unknown key's")
    func scalarBelowTheLimit() async throws {
        let folder = TemporaryFolder()
        let text = RuleTests.right + "x: " + String(repeating: "y", count: 15 << 20)
        try AtomicFile.write(text, to: folder("a.yaml"))
        let result = try await lint(folder, "a.yaml")
        #expect(result.exitCode == 1 && result.standardOutput.contains("unknown section 'x'"))
        #expect(result.standardOutput.utf8.count < 10_000)
    }

    @Test(
        "A million keys are refused, whether by their number or their bytes", arguments: ["", "some words for a key "])
    func millionKeys(_ prefix: String) async throws {
        let folder = TemporaryFolder()
        var text = ""
        for index in 0..<1_000_000 { text += "\(prefix)\(index): 1\n" }
        try AtomicFile.write(text, to: folder("a.yaml"))
        expectOneError(
            try await lint(folder, "a.yaml"), prefix.isEmpty ? "more than 100000 nodes" : "bytes are too many")
    }

    @Test("A byte order mark, CRLF, merge keys and anchors read as they should", arguments: ["bom", "crlf", "merge"])
    func right(_ kind: String) async throws {
        let folder = try RuleTests.makeFolder()
        // Without a model the inputs are what the file says.
        var text = RuleTests.right.replacing("model/one.onnx", with: "nowhere/one.onnx")
        switch kind {
        case "bom": text = "\u{FEFF}" + text
        case "crlf": text = text.replacing("\n", with: "\r\n")
        default:
            text = text.replacing(
                "compiler_parameters:\n  optimize_level: O3\n  debug: false",
                with: "compiler_parameters:\n  <<: {optimize_level: O3, debug: true}\n  debug: false")
        }
        try AtomicFile.write(text, to: folder("a.yaml"))
        let result = try await lint(folder, "a.yaml")
        #expect(result.exitCode == 0, "\(result)")
        #expect(result.standardError == "1 file: 0 errors, 1 warning\n", "\(result)")
    }

    @Test("A file without end is no file", arguments: ["/dev/zero", "/dev/null"])
    func devices(_ path: String) async throws {
        let result = try await lint(TemporaryFolder(), path)
        #expect(result.exitCode == 2 && result.standardError.contains("error: "), "\(result)")
    }
}
