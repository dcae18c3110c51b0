import Foundation
import Support
import Testing
import TestSupport

/// Networks that are not RepViT: their names, their preprocessing, and what a second run keeps.
@Suite("Other networks")
struct NameTests {
    /// A folder with `net.onnx`, which is a RepViT m0_9 by its weights.
    private func network() async throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        let result = try await Command.repvitConvert(
            "export", "m0_9", "--weights", "seeded", "--input-size", "64", "-o", folder("net.onnx"))
        try #require(result.exitCode == 0, "\(result.standardError)")
        return folder
    }

    private func prepare(_ arguments: String..., in folder: TemporaryFolder) async throws -> Command {
        try await Command.run(
            Package.executable, ["prepare", "--demo", "--count", "2", "--format", "json"] + arguments, in: folder.path)
    }

    @Test("All files of a network have its name, the size is the model's, and what is assumed is said")
    func names() async throws {
        let folder = try await network()
        let result = try await prepare("--model", "net.onnx", "--name", "net", in: folder)
        #expect(result.exitCode == 0, "\(result.standardError)")
        #expect(result.standardError.contains("assumed timm's defaults"))
        #expect(result.standardError.contains("crop 0.875"))
        let files = try FolderTree(folder("work")).files
        #expect(files.contains("net/model/net.onnx") && files.contains("net/config/net_config.yaml"))
        #expect(!files.contains { $0.lowercased().contains("repvit") })
        let config = try String(contentsOfFile: folder("work/net/config/net_config.yaml"), encoding: .utf8)
        #expect(config.contains("output_model_file_prefix: net_64x64_nv12") && !config.contains("RepViT"))
        let report = try #require(try parseJSON(result.standardOutput))
        let input = try #require(report["input"] as? [String: Any])
        #expect(input["size"] as? [String: Int] == ["height": 64, "width": 64])

        let built = try await Command.repvitConvert(
            "build", "net", in: folder.path, environment: ["XDG_CACHE_HOME": folder("none"), "REPVIT_TOOLCHAIN": nil])
        #expect(built.exitCode == 69, "the name is known: \(built.standardError)")
        let unknown = try await Command.repvitConvert("build", "nat", in: folder.path)
        #expect(unknown.exitCode == 64 && unknown.standardError.contains("did you mean 'net'?"))
    }

    @Test("The user's preprocessing reaches the config, the data and the manifest")
    func preprocessing() async throws {
        let folder = try await network()
        let result = try await prepare(
            "--model", "net.onnx", "--name", "net", "--mean", "127", "--std", "128", "--crop", "0.9", in: folder)
        #expect(result.exitCode == 0 && !result.standardError.contains("assumed"), "\(result.standardError)")
        let config = try String(contentsOfFile: folder("work/net/config/net_config.yaml"), encoding: .utf8)
        #expect(config.contains("mean_value: 127.0 127.0 127.0\n") && config.contains("scale_value: 0.0078125"))
        let data = try String(contentsOfFile: folder("work/net/calibration/manifest.json"), encoding: .utf8)
        #expect(data.contains("floor(size/0.9)"))
        let unit = try await prepare("--model", "net.onnx", "--name", "net", "--std", "0.5", in: folder)
        #expect(unit.exitCode == 64 && unit.standardError.contains("fix: use --std 127.5,127.5,127.5"))
        let size = try await prepare("--model", "net.onnx", "--name", "net", "--input-size", "96", in: folder)
        #expect(size.exitCode == 64 && size.standardError.contains("64x64"), "\(size.standardError)")
    }

    @Test("A variant's name is refused for another network, and a foreign network under a variant is pointed out")
    func foreignNetworks() async throws {
        let folder = try await network()
        let name = try await prepare("--model", "net.onnx", "--name", "m1_0", in: folder)
        #expect(name.exitCode == 64 && name.standardError.contains("RepViT variant"))
        let foreign = try await prepare("m1_0", "--model", "net.onnx", in: folder)
        #expect(foreign.exitCode == 0 && foreign.standardError.contains("[foreign-network]"))
        let own = try await prepare("m0_9", "--model", "net.onnx", in: folder)
        #expect(own.exitCode == 0 && !own.standardError.contains("[foreign-network]"), "\(own.standardError)")
    }

    @Test("An edited config is kept and pointed out; --force replaces it")
    func editedConfig() async throws {
        let folder = try await network()
        let arguments = ["prepare", "--model", "net.onnx", "--name", "net", "--demo", "--count", "2"]
        _ = try await Command.run(Package.executable, arguments, in: folder.path)
        let path = folder("work/net/config/net_config.yaml")
        let made = try String(contentsOfFile: path, encoding: .utf8)
        let edited = made.replacing("calibration_type: max", with: "calibration_type: kl")
        try AtomicFile.write(edited, to: path)
        for options in [[], ["--profile", "throughput"]] {
            let kept = try await Command.run(Package.executable, arguments + options, in: folder.path)
            #expect(kept.exitCode == 0 && kept.standardError.contains("[edited-config]"), "\(kept.standardError)")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == edited)
        }
        _ = try await Command.run(Package.executable, arguments + ["--force"], in: folder.path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == made)
    }

    @Test(
        "An image replaced at equal size and time is noticed, in a folder and in a list",
        arguments: ["images", "list.txt"])
    func replacedImage(_ source: String) async throws {
        let folder = try await network()
        let drawn = try await Command.repvitConvert(
            "calibration", "demo-images", "--count", "3", "-o", folder("images"))
        try #require(drawn.exitCode == 0)
        try AtomicFile.write("images/demo_000.jpg\nimages/demo_001.jpg\n", to: folder("list.txt"))
        // What follows the end of a JPEG is ignored.
        let pad = "cd \"$0\" && mv images/demo_002.jpg other.jpg && truncate -s 200K images/demo_000.jpg other.jpg"
        _ = try await Command.run("bash", ["-c", pad, folder.path])
        let arguments = ["prepare", "--model", "net.onnx", "--name", "net", "--images", source, "--count", "2"]
        _ = try await Command.run(Package.executable, arguments, in: folder.path)
        let again = try await Command.run(Package.executable, arguments, in: folder.path)
        #expect(again.standardError.contains("calibration: up to date"), "\(again.standardError)")
        let swap = "cd \"$0\" && touch -r images/demo_000.jpg other.jpg && mv other.jpg images/demo_000.jpg"
        _ = try await Command.run("bash", ["-c", swap, folder.path])
        let replaced = try await Command.run(Package.executable, arguments, in: folder.path)
        #expect(replaced.standardError.contains("calibration: done"), "\(replaced.standardError)")
    }
}
