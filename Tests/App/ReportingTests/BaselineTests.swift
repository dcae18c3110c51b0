import Diagnostics
@testable import Reporting
import Support
import Testing
import TestSupport

@Suite("Baseline")
struct BaselineTests {
    private func finding(_ path: String, line: Int = 1, _ message: String = "x") -> Finding {
        Finding(rule: "r", severity: .error, message: message, location: SourceLocation(path: path, line: line))
    }

    @Test("Known findings are left out, also on other lines; new ones and second copies are not")
    func filtering() throws {
        let folder = TemporaryFolder()
        let path = folder("lint/baseline.json")
        let known = [finding(folder("a.yaml")), finding(folder("a.yaml"), "y")]
        try Baseline(known, path: path).write(to: path)

        var baseline = try Baseline(contentsOf: path)
        let moved = known.map { finding(folder("a.yaml"), line: 7, $0.message) }
        #expect(baseline.removeKnown(from: moved) == [])
        #expect(baseline.removeKnown(from: moved) == moved)
        baseline = try Baseline(contentsOf: path)
        let new = [finding(folder("b.yaml")), finding(folder("a.yaml"), "z")]
        #expect(baseline.removeKnown(from: new + moved) == new)
    }

    @Test(
        "A file of another kind is not a baseline",
        arguments: ["", "[]", "{}", #"{"schema_version": 2, "findings": []}"#])
    func otherFiles(_ text: String) throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(text, to: folder("b.json"))
        #expect(throws: BaselineError.notABaseline(path: folder("b.json"))) {
            try Baseline(contentsOf: folder("b.json"))
        }
        #expect(throws: BaselineError.wouldReplace(path: folder("b.json"))) {
            try Baseline.checkWritable(folder("b.json"), inputs: [])
        }
        #expect(throws: (any Error).self) { try Baseline(contentsOf: folder("none.json")) }
    }
}
