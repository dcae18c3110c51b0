import FileSupport
import Foundation
import TestSupport
import Testing

/// The node tests of the onnx package, for every operator that the executor claims.
@Suite(.enabled(if: Oracle.python != nil, Comment(rawValue: Oracle.absence)))
struct NodeTests {
    /// Tests of claimed operators that are left out, with the reason.
    static let leftOut: [String: String] = [:]

    @Test func `the executor gives what the onnx package's node tests expect`() async throws {
        let folder = TemporaryFolder()
        let script = Path.join(Package.folder, "Tests/Oracles/node_tests.py")
        _ = try await Oracle.run(try String(contentsOfFile: script, encoding: .utf8), arguments: [folder.path])
        var claimed = 0
        var passed = 0
        var leftOut: [String] = []
        for test in try NodeTest.all(in: folder.path) {
            guard try test.isClaimed else { continue }
            claimed += 1
            if let reason = Self.leftOut[test.name] {
                leftOut.append("\(test.name): \(reason)")
                continue
            }
            if let problem = test.problem {
                Issue.record("\(test.name): \(problem)")
            } else {
                passed += 1
            }
        }
        print("node tests: \(claimed) of claimed operators, \(passed) passed, \(leftOut.count) left out")
        for line in leftOut { print("  \(line)") }
        #expect(claimed > 900)
    }
}
