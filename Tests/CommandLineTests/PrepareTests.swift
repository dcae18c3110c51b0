import Foundation
import Support
import Testing
import TestSupport

@Suite("prepare")
struct PrepareTests {
    @Test("Makes a verified model, calibration data and a config, offline; a second run does nothing twice")
    func demo() async throws {
        let folder = TemporaryFolder()
        let first = try await Command.repvitConvert(
            "prepare", "m0_9", "--demo", "--count", "20", "--format", "json", in: folder.path)
        #expect(first.exitCode == 0, "\(first.standardError)")
        #expect(first.standardError.contains("UNTRAINED"))
        let report = try #require(try parseJSON(first.standardOutput))
        #expect(report["schema_version"] as? Int == 1)
        #expect((report["model"] as? [String: Any])?["parameters"] as? Int == 5_067_056)
        #expect(cached(report) == [:].merging(stages.map { ($0, false) }) { $1 })

        let second = try await Command.repvitConvert(
            "prepare", "m0_9", "--demo", "--count", "20", "--format", "json", in: folder.path)
        let again = try #require(try parseJSON(second.standardOutput))
        #expect(cached(again) == [:].merging(stages.map { ($0, true) }) { $1 })
        #expect(again["model"] as? NSDictionary == report["model"] as? NSDictionary)

        let lint = try await Command.repvitConvert(
            "config", "lint", "--strict", "work/m0_9/config/RepViT_m0_9_config.yaml", in: folder.path)
        #expect(lint.exitCode == 0, "\(lint.standardOutput)")
    }

    @Test("Runs a stage again when its input or its output changed")
    func staleness() async throws {
        let folder = TemporaryFolder()
        let arguments = ["prepare", "m0_9", "--demo", "--count", "2", "--format", "json"]
        _ = try await Command.run(Package.executable, arguments, in: folder.path)

        try FileManager.default.removeItem(atPath: folder("work/m0_9/model/repvit_m0_9.onnx"))
        let restored = try await Command.run(Package.executable, arguments, in: folder.path)
        let report = try #require(try parseJSON(restored.standardOutput))
        #expect(cached(report)["export"] == false)
        #expect(cached(report)["calibration"] == true)

        let reseeded = try await Command.run(Package.executable, arguments + ["--seed", "1"], in: folder.path)
        let other = try #require(try parseJSON(reseeded.standardOutput))
        #expect(cached(other)["export"] == false)
        #expect(cached(other)["calibration"] == false)
    }

    @Test("Says what is wrong with the images, and leaves nothing half-made")
    func badImages() async throws {
        let folder = TemporaryFolder()
        try Folder.create(folder("empty"))
        try AtomicFile.write("not a picture", to: folder("text/photo.jpg"))
        for name in ["empty", "text", "missing"] {
            let result = try await Command.repvitConvert(
                "prepare", "m0_9", "--weights", "seeded", "--images", name, in: folder.path)
            #expect(result.exitCode == 2)
            #expect(errorLines(result).count == 1, "\(result.standardError)")
            #expect(!Folder.exists(folder("work/m0_9/calibration")))
        }
    }

    @Test("Keeps two processes out of one work folder")
    func busy() async throws {
        let folder = TemporaryFolder()
        async let first = Command.repvitConvert("prepare", "m2_3", "--demo", in: folder.path)
        async let second = Command.repvitConvert("prepare", "m2_3", "--demo", in: folder.path)
        let codes = try await [first.exitCode, second.exitCode].sorted()
        // Whoever came late either waited in vain or came after the end.
        #expect(codes == [0, 2] || codes == [0, 0])
    }

    @Test("Asks for what is missing", arguments: [["prepare"], ["prepare", "m9_9"], ["prepare", "m0_9"]])
    func usage(arguments: [String]) async throws {
        let result = try await Command.run(Package.executable, arguments)
        #expect(result.exitCode == 64)
        #expect(result.standardOutput.isEmpty)
    }

    private let stages = ["export", "verify", "demo-images", "calibration", "config"]

    private func cached(_ report: [String: Any]) -> [String: Bool] {
        var result: [String: Bool] = [:]
        for stage in report["stages"] as? [[String: Any]] ?? [] {
            if let name = stage["name"] as? String { result[name] = stage["cached"] as? Bool }
        }
        return result
    }
}

/// A JSON object, loosely typed: what a script of somebody else's would see.
func parseJSON(_ text: String) throws -> [String: Any]? {
    try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
}

/// The lines of standard error that are errors.
func errorLines(_ result: Command) -> [Substring] {
    result.standardError.split(separator: "\n").filter { $0.contains("error: ") }
}
