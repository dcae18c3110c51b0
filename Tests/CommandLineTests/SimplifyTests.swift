import Foundation
import Support
import Testing
import TestSupport

@Suite("simplify, compare --numbers, and prepare --model")
struct SimplifyTests {
    private func exported(in folder: TemporaryFolder) async throws {
        let result = try await Command.repvitConvert(
            "export", "m0_9", "--weights", "seeded", "-o", "native.onnx", in: folder.path)
        try #require(result.exitCode == 0, "\(result.standardError)")
    }

    @Test("Writes the simplified model, says what it did, and how far the outputs are apart")
    func writes() async throws {
        let folder = TemporaryFolder()
        try await exported(in: folder)
        let result = try await Command.repvitConvert(
            "simplify", "native.onnx", "-o", "out.onnx", "--format", "json", in: folder.path)
        #expect(result.exitCode == 0, "\(result.standardError)")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any])
        #expect(report["schema_version"] as? Int == 1)
        #expect(report["accepted"] as? Bool == true)
        #expect((report["output"] as? [String: Any])?["parameters"] as? Int == 5_067_056)
        let outputs = try #require(report["outputs"] as? [[String: Any]])
        #expect(outputs.first?["relative_difference"] as? Double == 0)
        // The size that is told is that of the file.
        let size = try FileManager.default.attributesOfItem(atPath: folder("out.onnx"))[.size] as? Int
        #expect((report["output"] as? [String: Any])?["bytes"] as? Int == size)

        let compared = try await Command.repvitConvert(
            "compare", "native.onnx", "out.onnx", "--numbers", "--layers", in: folder.path)
        #expect(compared.exitCode == 0)
        #expect(compared.standardOutput.contains("All compared values agree."))
    }

    @Test("Never overwrites the model without --in-place, through links neither")
    func overwriting() async throws {
        let folder = TemporaryFolder()
        try await exported(in: folder)
        let before = try SHA256.hash(file: folder("native.onnx"))
        try FileManager.default.createSymbolicLink(
            atPath: folder("link.onnx"), withDestinationPath: folder("native.onnx"))
        for name in ["native.onnx", "link.onnx", "../\(Path.split(folder.path).name)/native.onnx"] {
            let result = try await Command.repvitConvert("simplify", "native.onnx", "-o", name, in: folder.path)
            #expect(result.exitCode == 64)
            #expect(result.standardError.contains("--in-place"))
        }
        #expect(try SHA256.hash(file: folder("native.onnx")) == before)
        let result = try await Command.repvitConvert("simplify", "native.onnx", "--in-place", in: folder.path)
        #expect(result.exitCode == 0, "\(result.standardError)")
    }

    @Test(
        "Says what is wrong on the command line",
        arguments: [
            ["simplify", "native.onnx"], ["simplify", "native.onnx", "-o", "x.onnx", "--skip", "no-such-pass"],
            ["simplify", "native.onnx", "-o", "x.onnx", "--opset", "9"],
            ["simplify", "native.onnx", "-o", "x.onnx", "--input-shape", "data=1x3"],
            ["simplify", "native.onnx", "-o", "x.onnx", "--input-shape", "none=1x3x224x224"],
            ["simplify", "native.onnx", "-o", "x.onnx", "--input-shape", "data"],
            ["prepare", "--demo", "--model", "native.onnx"], ["prepare", "m0_9", "--demo", "--name", "other"],
            ["prepare", "--demo", "--model", "native.onnx", "--name", "../other"],
        ])
    func usage(arguments: [String]) async throws {
        let folder = TemporaryFolder()
        try await exported(in: folder)
        let result = try await Command.run(Package.executable, arguments, in: folder.path)
        #expect(result.exitCode == 64, "\(result.standardError)")
        #expect(!FileManager.default.fileExists(atPath: folder("x.onnx")))
    }

    @Test("A model that is damaged, empty or missing is one error")
    func damaged() async throws {
        let folder = TemporaryFolder()
        try await exported(in: folder)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder("native.onnx")))
        try bytes.prefix(100_000).write(to: URL(fileURLWithPath: folder("cut.onnx")))
        try Data().write(to: URL(fileURLWithPath: folder("empty.onnx")))
        for name in ["cut.onnx", "empty.onnx", "missing.onnx"] {
            let result = try await Command.repvitConvert("simplify", name, "-o", "x.onnx", in: folder.path)
            #expect(result.exitCode == 2, "\(name): \(result.standardError)")
            #expect(result.standardError.split(separator: "\n").filter { $0.contains("error:") }.count == 1)
            #expect(!FileManager.default.fileExists(atPath: folder("x.onnx")))
        }
    }

    @Test("prepare takes a model of the user's own, for a variant and under another name")
    func preparesModel() async throws {
        let folder = TemporaryFolder()
        try await exported(in: folder)
        let named = try await Command.repvitConvert(
            "prepare", "--model", "native.onnx", "--name", "mine", "--demo", "--count", "2", in: folder.path)
        #expect(named.exitCode == 0, "\(named.standardError)")
        let lint = try await Command.repvitConvert(
            "config", "lint", "work/mine/config/mine_config.yaml", in: folder.path)
        #expect(lint.exitCode == 0, "\(lint.standardOutput)")
        let variant = try await Command.repvitConvert(
            "prepare", "m0_9", "--model", "native.onnx", "--demo", "--count", "2", in: folder.path)
        #expect(variant.exitCode == 0, "\(variant.standardError)")
        #expect(FileManager.default.fileExists(atPath: folder("work/m0_9/model/repvit_m0_9.onnx")))
    }
}
