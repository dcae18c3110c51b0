import CompiledModel
import Diagnostics
import Support
import Testing
import TestSupport
@testable import VendorTools

@Suite struct BuildFactsTests {
    @Test(
        "What single nodes were asked for is read from Python's notation",
        arguments: [
            ("", [], []), ("{}", [], []), ("{'a': {'ON': 'BPU'}}", [], ["a"]),
            ("{'a': {'InputType': 'int16', 'OutputType': 'int16'}, \"b's\": {'ON': 'BPU'}}", ["a"], ["b's"]),
            ("{'a': {'InputType': 'int8', 'ON': 'CPU'}}", [], []), ("{'a': {'ON", [], []), ("}}'a''b''c", [], []),
        ] as [(String, [String], [String])])
    func requests(text: String, int16: [String], onBPU: [String]) {
        let requests = NodeRequests(nodeInfo: text, runOnBPU: [])
        #expect(requests.int16 == int16 && requests.onBPU == onBPU)
    }

    @Test(
        "A percentile is applied once per sample",
        arguments: [(0.99995, 100, 0.995), (0.9999, 20, 0.998), (0.9, 100, 0.5), (0.9999, 1, 0.9999)])
    func percentile(percentile: Double, samples: Int, effective: Double) {
        #expect(abs(BuildFacts.effectivePercentile(percentile, samples: samples) - effective) < 1e-9)
    }

    @Test(
        "A real build says where int16 fell back, what the BPU refused, and which percentile was applied",
        .enabled(if: VendorToolchain.folder != nil, Comment(rawValue: VendorToolchain.absence)))
    func vendor() async throws {
        let folder = TemporaryFolder()
        let output = try await VendorToolchain.provoke("silent_changes", in: folder.path)
        let facts = BuildFacts(bin: try BinModel(path: folder("build/m.bin")), log: MakertbinLog(text: output))
        #expect(facts.log.succeeded && facts.log.sampleCount == 20)
        #expect(facts.findings.map(\.rule) == ["int16-fallback", "bpu-refused", "percentile-shift"])
        let messages = facts.findings.map(\.message)
        #expect(messages[0] == "int16 was asked for on up, and the build has int8 there")
        #expect(messages[1] == "pool was asked onto the BPU, and runs on the CPU as MaxPool")
        #expect(messages[2].hasPrefix("max_percentile 0.999 with 20 samples is applied as 0.98"))
        #expect(facts.findings[2].fix == "for a cut of 0.999, set max_percentile: 0.99995")
    }
}
