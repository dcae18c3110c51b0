import Foundation
import Support
import Testing
import TestSupport

/// A result that cannot be written is a failure, whichever command prints it.
@Suite("Standard output on a full disk")
struct FullDiskTests {
    /// A command line with which each command prints a result; `config` and `model` files are in the fixture.
    private static let lines = [
        "prepare m0_9 --demo --count 1", "export m0_9 --weights seeded -o out.onnx",
        "simplify model.onnx -o simple.onnx", "params model.onnx", "verify model.onnx", "inspect model.onnx",
        "compare model.onnx model.onnx", "infer model.onnx images/demo_000.jpg", "evaluate model.onnx --images images",
        "config generate m0_9", "config lint --format json c.yaml", "config rules", "config schema",
        "config explain calibration_type", "config diff c.yaml other.yaml", "config paths c.yaml",
        "calibration make --images images --count 1 -o made", "calibration inspect samples -o inspected",
        "calibration nv12 images/demo_000.jpg --range full -o a.nv12", "calibration demo-images --count 1 -o demo",
        "toolchain doctor", "toolchain reason hb.log", "errors", "board speed",
    ]

    /// Commands that need the network or the vendor's tools to get as far as a result, and one that prints none.
    private static let exempt: Set<String> = [
        "build", "explain", "download", "calibration fetch", "toolchain install", "toolchain path",
        "toolchain uninstall", "config set",
    ]

    @Test("Every command has a line")
    func coverage() async throws {
        let commands = try await CommandDescription.root().all.filter { $0.subcommands?.isEmpty ?? true }
            .map { $0.path.joined(separator: " ") }
        let missing = commands.filter { command in
            !Self.exempt.contains(command) && !Self.lines.contains { $0.hasPrefix(command + " ") || $0 == command }
        }
        #expect(missing.isEmpty)
    }

    @Test("Every command exits with 2 and says why")
    func everyCommand() async throws {
        let folder = TemporaryFolder()
        let fixture = """
            set -e; cd "$1"
            "$0" export m0_9 --weights seeded --input-size 64 -o model.onnx
            "$0" config generate m0_9 -o c.yaml
            "$0" config generate m1_0 -o other.yaml
            "$0" calibration demo-images --count 2 -o images
            echo "ERROR: the model is too large" > hb.log
            "$0" calibration make --images images --count 1 --size 64 -o samples
            """
        let made = try await Command.run("bash", ["-c", fixture, Package.executable, folder.path])
        try #require(made.exitCode == 0, "\(made.standardError)")
        for line in Self.lines {
            let result = try await Command.run(
                "bash", ["-c", "\"$0\" \(line) > /dev/full", Package.executable], in: folder.path)
            #expect(result.exitCode == 2, "\(line): \(result.exitCode) \(result.standardError)")
            #expect(result.standardError.contains("No space left on device"), "\(line): \(result.standardError)")
        }
    }
}
