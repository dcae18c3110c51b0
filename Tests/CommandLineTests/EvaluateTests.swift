import Foundation
import Support
import Testing
import TestSupport

@Suite("evaluate", .serialized)
struct EvaluateTests {
    private let folder = TemporaryFolder()

    private func evaluate(_ arguments: String...) async throws -> Command {
        try await Command.run(Package.executable, ["evaluate"] + arguments, in: folder.path)
    }

    private func run(_ arguments: String...) async throws {
        let result = try await Command.run(Package.executable, arguments, in: folder.path)
        #expect(result.exitCode == 0, "\(result.standardError)")
    }

    private func engines(_ result: Command) throws -> [String: [String: Any]] {
        let report = try #require(try parseJSON(result.standardOutput), "\(result.standardError)")
        return try #require(report["engines"] as? [String: [String: Any]])
    }

    @Test(
        "The fixture has its documented accuracy in all four views",
        .enabled(if: Shared.folder != nil, Comment(rawValue: Shared.absence)))
    func views() async throws {
        let shared = try #require(Shared.folder)
        let images = Path.join(shared, "images")
        try await run(
            "export", "m0_9", "--weights", Path.join(shared, "fixtures/repvit_m0_9_memorised.safetensors"), "-o",
            "net.onnx")
        let figures = [
            ("center", 1, 1), ("off-center", 0.94, 0.975), ("corner", 0.775, 0.85), ("squash", 0.93, 0.96),
        ]
        for (view, top1, top5) in figures {
            let result = try await evaluate(
                "net.onnx", "--images", images, "--labels", Path.join(images, "labels.tsv"), "--view", view, "--format",
                "json")
            #expect(result.exitCode == 0, "\(result.standardError)")
            let float = try #require(try engines(result)["float"])
            #expect(float["top1"] as? Double == top1 && float["top5"] as? Double == top5, "\(view): \(float)")
        }
        #expect(FileStatus(of: folder("work")) == .missing)
    }

    /// A seeded network, and images of 4 folders.
    private func prepare() async throws {
        try await run("export", "m0_9", "--weights", "seeded", "-o", "net.onnx")
        try await run("calibration", "demo-images", "--count", "8", "-o", "demo")
        let names = try Folder.names(in: folder("demo")).filter { $0.hasPrefix("demo_") }.sorted()
        for (index, name) in names.enumerated() {
            let path = folder("images/\(["n01440764", "n01443537", "n01484850", "n01491361"][index % 4])/\(name)")
            try AtomicFile.write(try ByteView(contentsOf: folder("demo/\(name)")).elements(as: UInt8.self), to: path)
        }
    }

    @Test("Folders label images; the report has the keys of the contract")
    func folders() async throws {
        try await prepare()
        let result = try await evaluate("net.onnx", "--images", "images", "--format", "json")
        #expect(result.exitCode == 0, "\(result.standardError)")
        let report = try #require(try parseJSON(result.standardOutput))
        #expect(report["schema_version"] as? Int == 1 && report["count"] as? Int == 8)
        #expect(report["preset"] as? String == "timm" && report["range"] is NSNull)
        let float = try #require(try engines(result)["float"])
        #expect(float["interval"] as? [Double] != nil && float["images_per_second"] as? Double != nil)
        #expect(float["top5"] as? Double != nil)
        #expect((report["classes"] as? [Any])?.count == 4)

        let plain = try await evaluate("net.onnx", "--images", "demo", "--format", "json")
        #expect(try engines(plain)["float"]?.keys.contains("top1") == false)
    }

    @Test("A missed threshold is exit code 1, and one without labels a mistake in usage")
    func thresholds() async throws {
        try await prepare()
        let missed = try await evaluate("net.onnx", "--images", "images", "--min-top1", "1")
        #expect(missed.exitCode == 1 && missed.standardError.contains("below --min-top1"))
        #expect(try await evaluate("net.onnx", "--images", "images", "--max-drop", "0").exitCode == 0)
        #expect(try await evaluate("net.onnx", "--images", "demo", "--min-top1", "0.1").exitCode == 64)
        #expect(try await evaluate("net.onnx", "--images", "images", "--min-top1", "75").exitCode == 64)
    }

    @Test("A broken image is told of and skipped; without any readable one there is no report")
    func broken() async throws {
        try await prepare()
        try AtomicFile.write("no picture", to: folder("images/n01440764/broken.jpg"))
        let result = try await evaluate("net.onnx", "--images", "images", "--format", "json")
        #expect(result.exitCode == 2 && result.standardError.contains("images/n01440764/broken.jpg"))
        #expect(try parseJSON(result.standardOutput)?["count"] as? Int == 8)
        try AtomicFile.write("no picture", to: folder("none/a/broken.jpg"))
        let none = try await evaluate("net.onnx", "--images", "none")
        #expect(none.exitCode == 2 && none.standardOutput.isEmpty)
    }

    @Test(
        "What cannot be evaluated is one line and a fix",
        arguments: [
            (["net.onnx", "--images", "nowhere"], 2), (["net.onnx", "--images", "empty"], 2),
            (["net.onnx", "--images", "images", "--engine", "quantized"], 64),
            (["net.onnx", "--images", "images", "--labels", "labels.csv"], 2), (["never", "--images", "images"], 2),
            (["net.onnx", "--images", "images", "--preset", "zoo-direct", "--view", "corner"], 64),
        ] as [([String], Int32)])
    func mistakes(arguments: [String], status: Int32) async throws {
        try await prepare()
        try Folder.create(folder("empty"))
        try AtomicFile.write("x.jpg,9\n", to: folder("labels.csv"))
        let result = try await Command.run(Package.executable, ["evaluate"] + arguments, in: folder.path)
        #expect(result.exitCode == status, "\(result.standardError)")
        #expect(result.standardOutput.isEmpty && result.standardError.contains("error: "))
        #expect(result.standardError.contains("fix: "))
    }

    @Test("A run that was killed is continued by the same command")
    func killed() async throws {
        try await prepare()
        let arguments = ["evaluate", "net.onnx", "--images", "images", "--format", "json", "--work", "w"]
        let whole = try await Command.run(Package.executable, arguments, in: folder.path)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Package.executable)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Killed as soon as something is written, or not at all if it was too fast.
        while process.isRunning, lines() < 3 { try await Task.sleep(for: .milliseconds(5)) }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let resumed = try await Command.run(Package.executable, arguments, in: folder.path)
        #expect(resumed.exitCode == 0, "\(resumed.standardError)")
        let (first, second) = (try engines(whole)["float"], try engines(resumed)["float"])
        for key in ["top1", "top5"] { #expect(first?[key] as? Double == second?[key] as? Double) }
        #expect(lines() == 0)
    }

    /// Of the only journal.
    private func lines() -> Int {
        let journals = (try? Folder.names(in: folder("w/net/evaluation"))) ?? []
        let text = journals.first.flatMap {
            try? String(contentsOfFile: folder("w/net/evaluation/\($0)"), encoding: .utf8)
        }
        return text?.count { $0 == "\n" } ?? 0
    }

    @Test("infer --save writes the pictures, and never over an input")
    func saves() async throws {
        try await run("export", "m0_9", "--weights", "seeded", "-o", "net.onnx")
        try await run("calibration", "demo-images", "--count", "2", "-o", "demo")
        try await run("infer", "net.onnx", "demo/demo_000.jpg", "demo/demo_001.jpg", "--save", "out")
        #expect(try Folder.names(in: folder("out")).sorted() == ["demo_000.png", "demo_001.png"])
        let again = try await Command.repvitConvert(
            "infer", "net.onnx", "out/demo_000.png", "--save", "out", in: folder.path)
        #expect(again.exitCode == 64 && again.standardError.contains("both input and output"), "\(again.standardError)")
    }
}
