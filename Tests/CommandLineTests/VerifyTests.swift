import Foundation
import Support
import Testing
import TestSupport

@Suite("verify")
struct VerifyTests {
    private static let model = Task { () throws -> TemporaryFolder in
        let folder = TemporaryFolder()
        _ = try await Command.repvitConvert("export", "m0_9", "--weights", "seeded", "-o", folder("sound.onnx"))
            .standardOutput(orThrow: "export")
        try AtomicFile.write(
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder("sound.onnx"))).prefix(5000)),
            to: folder("cut.onnx"))
        return folder
    }

    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("The native export is sound, for the standard and for the BPU", arguments: ["bayes-e", "none"])
    func sound(march: String) async throws {
        let path = try await Self.model.value("sound.onnx")
        let result = try await Command.repvitConvert("verify", path, "--march", march, "--format", "json")
        #expect(result.exitCode == 0)
        let report = try json(result.standardOutput)
        #expect(Set(report.keys) == ["schema_version", "valid", "findings"])
        #expect(report["schema_version"] as? Int == 1 && report["valid"] as? Bool == true)
        #expect((report["findings"] as? [Any])?.isEmpty == true)
    }

    @Test("A bad file among several gives one error; the others are checked all the same")
    func severalFiles() async throws {
        let folder = try await Self.model.value
        let text = try await Command.repvitConvert(
            "verify", folder("cut.onnx"), folder("sound.onnx"), folder("none.onnx"))
        #expect(text.exitCode == 2)
        #expect(text.standardOutput.isEmpty)
        #expect(text.standardError.components(separatedBy: "error:").count == 3)
        let report = try await Command.repvitConvert(
            "verify", folder("cut.onnx"), folder("sound.onnx"), "--format", "json")
        #expect(report.exitCode == 2)
        let object = try json(report.standardOutput)
        let findings = try #require(object["findings"] as? [[String: Any]])
        #expect(object["valid"] as? Bool == false && findings.count == 1)
        #expect(findings[0]["rule"] as? String == "unreadable-file")
        #expect(findings[0]["location"] as? String == folder("cut.onnx"))
        #expect(Set(findings[0].keys).isSuperset(of: ["rule", "severity", "message", "node", "location"]))
    }

    @Test("Every rule that is listed is explained")
    func rules() async throws {
        let list = try json(
            try await Command.repvitConvert("verify", "--list-rules", "--format", "json").standardOutput(
                orThrow: "verify"))
        let rules = try #require(list["rules"] as? [[String: Any]])
        #expect(rules.count > 25)
        for id in ["topological-order", "bpu-limit", "unreadable-file"] {
            #expect(rules.contains { $0["rule"] as? String == id })
            let text = try await Command.repvitConvert("verify", "--explain", id).standardOutput(orThrow: "verify")
            #expect(
                text.hasPrefix(id) && text.contains("Why: ") && text.contains("Fix: ") && text.contains("Example: "))
        }
        #expect(try await Command.repvitConvert("verify", "--explain", "nonsense").exitCode == 64)
        #expect(try await Command.repvitConvert("verify").exitCode == 64)
    }
}
