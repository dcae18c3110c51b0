import Foundation
import Support
import Testing
import TestSupport

/// No command writes over one of its inputs, whatever path leads to it.
@Suite("Overwriting")
struct OverwritingTests {
    /// A command line with an input and an output option; `INPUT` and `OUTPUT` are replaced.
    struct Case: Sendable, CustomTestStringConvertible {
        var line: String
        /// The file of the fixture that is both.
        var input: String

        var testDescription: String { line }
        var command: String {
            line.split(separator: " ").prefix {
                !$0.contains(".") && !$0.hasPrefix("-") && $0 != "INPUT" && $0 != "m0_9"
            }
            .joined(separator: " ")
        }
    }

    private static let cases = [
        Case(line: "export m0_9 --weights INPUT -o OUTPUT", input: "weights.safetensors"),
        Case(line: "simplify INPUT -o OUTPUT", input: "model.onnx"),
        Case(line: "simplify model.onnx --images INPUT -o OUTPUT", input: "list.txt"),
        Case(line: "calibration nv12 INPUT --range full -o OUTPUT", input: "photo.jpg"),
        Case(line: "calibration nv12 photo.jpg --config INPUT -o OUTPUT", input: "config.yaml"),
        Case(line: "calibration nv12 photo.jpg --preset INPUT --range full -o OUTPUT", input: "preset.yaml"),
        Case(line: "calibration make --images INPUT -o OUTPUT", input: "list.txt"),
        Case(line: "calibration make --images images --balance --labels INPUT -o OUTPUT", input: "labels.txt"),
        Case(line: "calibration make --images images --config INPUT -o OUTPUT", input: "config.yaml"),
        Case(line: "calibration make --images images --preset INPUT -o OUTPUT", input: "preset.yaml"),
        Case(line: "config generate m0_9 --pretrained-config INPUT -o OUTPUT", input: "config.json"),
        Case(line: "calibration make --images INPUT -o OUTPUT", input: "images"),
    ]

    /// Commands with `--output` that read no local file.
    private static let exempt: Set<String> = [
        "download", "calibration fetch", "calibration demo-images",
        // Its output is a folder, in which it writes two files: see the test below.
        "calibration inspect",
    ]

    @Test("Every command with an output option has a case")
    func coverage() async throws {
        let commands = try await CommandDescription.root().all.filter { $0.has(option: "output") }
            .map { $0.path.joined(separator: " ") }
        let covered = Set(Self.cases.map(\.command)).union(Self.exempt)
        #expect(Set(commands).subtracting(covered).isEmpty)
    }

    @Test(
        "An output that is an input is refused, as the same path, ./ form, symbolic link and hard link",
        arguments: cases)
    func refusal(of refused: Case) async throws {
        let folder = TemporaryFolder()
        try fixture(folder)
        let input = folder(refused.input)
        var outputs = [refused.input, "./" + refused.input, input, "soft"]
        try FileManager.default.createSymbolicLink(atPath: folder("soft"), withDestinationPath: input)
        if !Folder.exists(input) {
            try FileManager.default.linkItem(atPath: input, toPath: folder("hard"))
            outputs.append("hard")
        }
        let before = try snapshot(folder)
        for output in outputs {
            let words = refused.line.split(separator: " ").map { word in
                word == "INPUT" ? refused.input : word == "OUTPUT" ? output : String(word)
            }
            let result = try await Command.run(Package.executable, words, in: folder.path)
            #expect(result.exitCode == 64, "\(output): \(result.standardError)")
            #expect(errorLines(result).count == 1 && result.standardError.contains("fix: "), "\(result.standardError)")
            #expect(try snapshot(folder) == before)
        }
    }

    @Test("calibration inspect does not write its preview over a sample, a config or a baseline")
    func inspect() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("a config", to: folder("out/histogram.svg"))
        try AtomicFile.write("a sample", to: folder("data/a.rgbchw"))
        let before = try snapshot(folder)
        let result = try await Command.repvitConvert(
            "calibration", "inspect", "data", "--config", "out/histogram.svg", "-o", "out", in: folder.path)
        #expect(result.exitCode == 64, "\(result.standardError)")
        #expect(try snapshot(folder) == before)
    }

    @Test(
        "config generate replaces a mapper YAML, and no other file",
        arguments: ["photo.jpg", "model.onnx", "preset.yaml", "config.json"])
    func foreignFile(_ name: String) async throws {
        let folder = TemporaryFolder()
        try fixture(folder)
        let before = try snapshot(folder)
        let refused = try await Command.repvitConvert("config", "generate", "m0_9", "-o", name, in: folder.path)
        #expect(refused.exitCode == 64 && refused.standardError.contains("fix: "), "\(refused.standardError)")
        #expect(try snapshot(folder) == before)
        for profile in ["latency", "accuracy"] {
            let written = try await Command.repvitConvert(
                "config", "generate", "m0_9", "--profile", profile, "-o", "new.yaml", in: folder.path)
            #expect(written.exitCode == 0, "\(written.standardError)")
        }
    }

    @Test("prepare does not replace the model and the images that it reads")
    func prepare() async throws {
        let folder = TemporaryFolder()
        let model = folder("work/m0_9/model/repvit_m0_9.onnx")
        try AtomicFile.write("a model", to: model)
        try AtomicFile.write("an image", to: folder("work/m0_9/calibration/cat.jpg"))
        for arguments in [["--model", model, "--demo"], ["--weights", model, "--demo"]] {
            let result = try await Command.run(
                Package.executable, ["prepare", "m0_9", "--count", "1"] + arguments, in: folder.path)
            #expect(result.exitCode == 64, "\(result.standardError)")
        }
        let images = try await Command.repvitConvert(
            "prepare", "m0_9", "--weights", "seeded", "--images", "work/m0_9/calibration", in: folder.path)
        #expect(images.exitCode == 64, "\(images.standardError)")
        #expect(FileManager.default.contents(atPath: model) == Data("a model".utf8))
    }

    @Test("simplify --in-place through a link replaces what the link leads to")
    func inPlaceThroughLink() async throws {
        let folder = TemporaryFolder()
        _ = try await Command.repvitConvert("export", "m0_9", "--weights", "seeded", "-o", folder("model.onnx"))
        try FileManager.default.createSymbolicLink(atPath: folder("link.onnx"), withDestinationPath: "model.onnx")
        let result = try await Command.repvitConvert("simplify", "link.onnx", "--in-place", in: folder.path)
        #expect(result.exitCode == 0, "\(result.standardError)")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder("link.onnx")) == "model.onnx")
    }

    private func fixture(_ folder: TemporaryFolder) throws {
        for name in [
            "weights.safetensors", "model.onnx", "photo.jpg", "config.yaml", "preset.yaml", "config.json",
            "images/a.jpg",
        ] {
            try AtomicFile.write(name, to: folder(name))
        }
        try AtomicFile.write("photo.jpg\n", to: folder("list.txt"))
        try AtomicFile.write("photo.jpg 1\n", to: folder("labels.txt"))
    }

    /// Names and contents of everything in a folder.
    private func snapshot(_ folder: TemporaryFolder) throws -> [String: String] {
        var contents: [String: String] = [:]
        for name in try FolderTree(folder.path).files {
            contents[name] = try SHA256.hash(file: folder(name)).description
        }
        return contents
    }
}
