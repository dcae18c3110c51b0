@testable import CompiledModel
import Diagnostics
import Support
import Testing
import TestSupport
@testable import VendorTools

@Suite struct ReportTests {
    /// An excerpt of what hb_perf writes for m0_9.
    static let perf = """
        {"summary": {
            "BPU OPs per frame (effective)": 1632137856, "DDR bytes per frame": 5613632, "FPS": 932.04,
            "HBDK version": "3.49.15", "compiling options": "--march bayes-e --O3", "frame per run": 1,
            "interval computing unit utilization": [0.869, 0.96], "interval time (ms)": 0.1,
            "latency (us)": 1072.9, "loaded bytes per frame": 5573056, "stored bytes per frame": 40576
        }}
        """

    @Test("hb_perf's summary is read with its units")
    func performance() throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(Self.perf, to: folder("perf.json"))
        let report = try PerformanceReport(json: folder("perf.json"))
        #expect(report.latencyMicroseconds == 1072.9)
        #expect(report.framesPerSecond == 932.04)
        #expect(report.framesPerRun == 1)
        #expect(report.ddrBytesPerFrame == 5_613_632)
        #expect(report.loadedBytesPerFrame + report.storedBytesPerFrame == report.ddrBytesPerFrame)
        #expect(report.operationsPerFrame == 1_632_137_856)
        #expect(report.utilization == [0.869, 0.96])
        #expect(report.compilerVersion == "3.49.15")
    }

    @Test(
        "A summary that lacks something or makes no sense is refused, with the file's name",
        arguments: [
            "", "{", "[]", "{}", "{\"summary\": {}}",
            perf.replacing("\"latency (us)\": 1072.9", with: "\"latency (us)\": -1"),
            perf.replacing("\"latency (us)\": 1072.9", with: "\"latency (us)\": \"fast\""),
        ])
    func badPerformance(text: String) throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(text, to: folder("perf.json"))
        let error = #expect(throws: ToolchainError.self) { try PerformanceReport(json: folder("perf.json")) }
        #expect(error?.location?.path == folder("perf.json"))
    }

    @Test("The verdict is the last line of JSON in the step's log")
    func verify() throws {
        let folder = TemporaryFolder()
        let verdict = "{\"images\": 2, \"values\": 2000, \"different\": 0, \"largest_difference\": 0.0}"
        try AtomicFile.write("2026 INFO\n\(verdict)\n", to: folder("log"))
        let report = try VerifyReport(log: folder("log"))
        #expect(report.images == 2 && report.values == 2000 && report.different == 0 && report.largestDifference == 0)
        try AtomicFile.write("nothing\n", to: folder("log"))
        #expect(throws: ToolchainError.self) { try VerifyReport(log: folder("log")) }
    }

    @Test("The simulator's text gives integers; anything else is an error")
    func integers() throws {
        #expect(try Simulator.integers(in: "#operator: CONV\n103333 \n-1399 \n", path: "x") == [103_333, -1399])
        #expect(throws: ToolchainError.self) { try Simulator.integers(in: "1.5\n", path: "x") }
        #expect(throws: ToolchainError.self) { try Simulator.integers(in: "99999999999\n", path: "x") }
    }

    @Test(
        "The version is found in what each program prints",
        arguments: [
            ("hb_mapper, version 1.24.3", "1.24.3"), ("version: 3.49.15", "3.49.15"), ("[HBRT] version = 1", nil),
        ])
    func version(line: String, expected: String?) {
        #expect(ToolchainDoctor.version(in: line) == expected)
    }
}
