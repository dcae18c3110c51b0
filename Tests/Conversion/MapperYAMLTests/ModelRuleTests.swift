import Foundation
import Support
import Testing
import TestSupport

/// The rules that look into the model behind a configuration, on models made with onnx, through the executable.
@Suite(
    "Rules on the model behind a configuration", .enabled(if: Oracle.python != nil, Comment(rawValue: Oracle.absence)))
struct ModelRuleTests {
    @Test("Unfused, damaged and too new models are found; fused ones pass")
    func models() async throws {
        let folder = try RuleTests.makeFolder()
        _ = try await Oracle.run(program: "rule_models.py", arguments: [folder.path])
        for (model, rules, exitCode) in [
            ("fused", [], 0), ("gelu", [], 0), ("unfused", ["model-form"], 0), ("damaged", ["model-form"], 0),
            ("opset13", ["model-version"], 1), ("opset9", [], 0), ("ir10", ["model-version"], 1),
            ("tall", ["input-shape"], 0),
        ] as [(String, [String], Int32)] {
            try AtomicFile.write(RuleTests.right.replacing("one.onnx", with: model + ".onnx"), to: folder("a.yaml"))
            let lint = try await Command.repvitConvert("config", "lint", "a.yaml", "--format", "json", in: folder.path)
            let object = try JSONSerialization.jsonObject(with: Data(lint.standardOutput.utf8)) as? [String: Any]
            let file = try #require((object?["files"] as? [[String: Any]])?.first)
            let found = (file["findings"] as? [[String: Any]])?.compactMap { $0["rule"] as? String }
            #expect(found == rules && lint.exitCode == exitCode, "\(model): \(lint)")
        }
    }
}
