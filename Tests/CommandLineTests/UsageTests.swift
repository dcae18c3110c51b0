import Foundation
import Support
import Testing
import TestSupport

/// What a slip on the command line costs: one message that names it, and exit code 64.
@Suite("Usage errors")
struct UsageTests {
    @Test(
        "The slip itself is named, with what was probably meant",
        arguments: [
            ("perpare m0_9", "unknown command 'perpare'", "'prepare'"),
            ("calibration mkae", "unknown command 'mkae'", "'make'"),
            ("prepare m0_9 --weight foo", "unknown option '--weight'", "'--weights'"),
            ("prepare m0_8 --demo", "'m0_8' is invalid", "'m0_9'"),
            ("build m0_8", "unknown target 'm0_8'", "'m0_9'"),
            ("params -", "'-' is not supported as a path", "'./-'"),
            ("export m0_9 --weights seeded -o -", "'-' is not supported as a path", "'./-'"),
        ])
    func slips(line: String, message: String, suggestion: String) async throws {
        let folder = TemporaryFolder()
        let result = try await Command.run(
            Package.executable, line.split(separator: " ").map(String.init), in: folder.path)
        #expect(result.exitCode == 64)
        #expect(result.standardError.contains("error: ") && result.standardError.contains(message))
        #expect(result.standardError.contains(suggestion))
        #expect(result.standardOutput.isEmpty)
        #expect(try Folder.names(in: folder.path).isEmpty)
    }

    @Test("A usage error shows the usage of the command, not of the program")
    func usageOfTheCommand() async throws {
        let result = try await Command.repvitConvert("build", "m9_9")
        #expect(result.exitCode == 64 && result.standardError.contains("Usage: repvit-convert build"))
    }

    @Test("Local paths are checked before the network is touched")
    func localPathsFirst() async throws {
        let folder = TemporaryFolder()
        let result = try await Command.repvitConvert(
            "prepare", "m0_9", "--images", "missing", in: folder.path,
            environment: ["HF_ENDPOINT": "http://127.0.0.1:9", "XDG_CACHE_HOME": folder("cache")])
        #expect(result.exitCode == 2)
        #expect(result.standardError.hasPrefix("missing: error: "))
        #expect(try Folder.names(in: folder.path).isEmpty)
    }

    @Test(
        "--num-classes is checked against trained weights, not ignored",
        .enabled(if: Shared.folder != nil, Comment(rawValue: Shared.absence)))
    func classes() async throws {
        let shared = try #require(Shared.folder)
        let folder = TemporaryFolder()
        let result = try await Command.repvitConvert(
            "prepare", "m0_9", "--weights", Path.join(shared, "fixtures/repvit_m0_9_memorised.safetensors"),
            "--num-classes", "10", "--images", Path.join(shared, "images"), in: folder.path)
        #expect(result.exitCode != 0)
        #expect(errorLines(result).count == 1, "\(result.standardError)")
    }

    @Test(
        "A result that cannot be written is exit code 2",
        arguments: ["--version", "--help", "params model.onnx", "inspect model.onnx --format json"])
    func fullDisk(line: String) async throws {
        let folder = TemporaryFolder()
        _ = try await Command.repvitConvert("export", "m0_9", "--weights", "seeded", "-o", folder("model.onnx"))
        let script = "\"$0\" \(line) > /dev/full"
        let result = try await Command.run("/bin/sh", ["-c", script, Package.executable], in: folder.path)
        #expect(result.exitCode == 2)
        #expect(result.standardError.contains("cannot write the result to standard output"))
        let head = try await Command.run(
            "/bin/bash", ["-o", "pipefail", "-c", "\"$0\" \(line) | true", Package.executable], in: folder.path)
        #expect(head.exitCode == 0, "a reader that has seen enough is not an error")
    }
}
