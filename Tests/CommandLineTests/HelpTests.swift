import Foundation
import Support
import Testing
import TestSupport

@Suite("Help pages, as snapshots")
struct HelpTests {
    @Test("Every help page is pinned, and fits 80 columns")
    func pages() async throws {
        var names: Set<String> = []
        for command in try await CommandDescription.root().all {
            let name = (["repvit-convert"] + command.path).joined(separator: "-") + ".txt"
            let help = try await Command.run(
                Package.executable, command.path + ["--help"], environment: ["COLUMNS": "80"])
            #expect(help.exitCode == 0)
            for line in help.standardOutput.split(separator: "\n") { #expect(line.count <= 80, "\(name): \(line)") }
            try Snapshot.expect(help.standardOutput, matches: "help/" + name)
            names.insert(name)
        }
        // A page of a command that is gone would be checked by nothing.
        #expect(try Folder.names(in: Path.join(Package.folder, "Tests/Snapshots/help")) == names.sorted())
    }

    @Test("Tables of a model with seeded weights are pinned")
    func tables() async throws {
        let folder = TemporaryFolder()
        let exported = try await Command.repvitConvert(
            "export", "m0_9", "--weights", "seeded", "-o", "model.onnx", in: folder.path)
        try Snapshot.expect(exported.standardOutput, matches: "table/export.txt")
        for (name, arguments) in [
            ("params", ["params", "model.onnx"]), ("inspect", ["inspect", "model.onnx"]),
            ("compare", ["compare", "model.onnx", "model.onnx"]),
        ] {
            let result = try await Command.run(Package.executable, arguments, in: folder.path)
            #expect(result.exitCode == 0)
            try Snapshot.expect(result.standardOutput, matches: "table/\(name).txt")
        }
    }
}
