import Foundation
import Support
import Testing
import TestSupport

/// The README's shell examples, run as they stand.
///
/// A block fenced as `sh` is run by these tests; one fenced as `sh toolchain` also needs the vendor's tools;
/// one fenced as `console` shows what a person types elsewhere and is not run.
@Suite("README")
struct ReadmeTests {
    private static let readme =
        (try? String(contentsOfFile: Path.join(Package.folder, "README.md"), encoding: .utf8)) ?? ""

    @Test("Every example runs, in the order of the page")
    func examples() async throws {
        let blocks = Self.blocks(fencedAs: "sh")
        try #require(!blocks.isEmpty)
        try await Self.run(blocks)
    }

    @Test(
        "Every example that needs the toolchain runs, after the others",
        .enabled(if: VendorToolchain.folder != nil, Comment(rawValue: VendorToolchain.absence)))
    func toolchainExamples() async throws {
        let blocks = Self.blocks(fencedAs: "sh toolchain")
        try #require(!blocks.isEmpty)
        try await Self.run(Self.blocks(fencedAs: "sh") + blocks)
    }

    @Test("The commands that the page names exist", arguments: ["demo", "test", "bench", "test-setup"])
    func targets(name: String) throws {
        let makefile = try String(contentsOfFile: Path.join(Package.folder, "Makefile"), encoding: .utf8)
        #expect(Self.readme.contains("make \(name)"))
        #expect(makefile.contains("\n\(name):"))
    }

    /// Runs blocks in one fresh folder that looks like a checkout with the executable on the PATH.
    private static func run(_ blocks: [String]) async throws {
        let folder = TemporaryFolder()
        for name in ["yaml", "mapper", "calibration"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder(name), withDestinationPath: Path.join(Package.folder, name))
        }
        let path = Path.folder(Package.executable) + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        for block in blocks {
            let result = try await Command.run(
                "bash", ["-euo", "pipefail", "-c", block], in: folder.path,
                environment: ["PATH": path, "REPVIT_MAPPER_DIR": Path.join(Package.folder, "mapper")])
            #expect(result.exitCode == 0, "\(block)\n\(result.standardError.suffix(2000))")
        }
    }

    private static func blocks(fencedAs language: String) -> [String] {
        var blocks: [String] = []
        var current: [Substring]?
        for line in readme.split(separator: "\n", omittingEmptySubsequences: false) {
            if let lines = current {
                if line == "```" {
                    blocks.append(lines.joined(separator: "\n"))
                    current = nil
                } else {
                    current = lines + [line]
                }
            } else if line == "```\(language)" {
                current = []
            }
        }
        return blocks
    }
}
