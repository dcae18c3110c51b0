import Foundation
import Support
import Testing
import TestSupport

@Suite("board speed")
struct BoardSpeedTests {
    private func speed(_ arguments: String...) async throws -> Command {
        try await Command.run(Package.executable, ["board", "speed"] + arguments)
    }

    @Test("docs/board-speed.md shows the table that the command prints")
    func documentation() async throws {
        let result = try await speed()
        #expect(result.exitCode == 0, "\(result.standardError)")
        let page = try String(contentsOfFile: Path.join(Package.folder, "docs/board-speed.md"), encoding: .utf8)
        #expect(page.contains(result.standardOutput))
    }

    @Test("A prediction names its error, and JSON has the same figures")
    func prediction() async throws {
        let text = try await speed("1072.9")
        #expect(text.standardOutput.hasPrefix("expected on the board: 1 thread 1.63 ms (+- 17 %); 4 threads 905.3 FPS"))
        let report = try #require(try parseJSON(try await speed("1072.9", "--format", "json").standardOutput))
        let expected = try #require(report["expected"] as? [String: Any])
        #expect(expected["extrapolated"] as? Bool == false)
        let latency = try #require(expected["single_thread_latency_ms"] as? Double)
        #expect(abs(latency - 1.6267) < 1e-4)
        #expect((report["networks"] as? [Any])?.count == 26)
    }

    @Test("An estimate beyond the published networks is marked; one that is not positive is refused")
    func limits() async throws {
        #expect(try await speed("20000").standardOutput.contains("outside the published range"))
        for estimate in ["0", "-5", "nan", "x"] {
            #expect(try await speed("--", estimate).exitCode == 64, "\(estimate)")
        }
    }
}
