import Testing
import TestSupport

@Suite("Resource limits")
struct ResourceLimitTests {
    @Test(
        "Too little memory and too few files are one line, and neither a hang nor a trap",
        arguments: ["-v 105000", "-v 150000", "-n 8"])
    func limits(_ limit: String) async throws {
        let result = try await Command.run(
            "bash", ["-c", "ulimit \(limit) && exec \"$0\" config rules", Package.executable])
        #expect(result.exitCode == 2 && result.standardOutput.isEmpty)
        let lines = result.standardError.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("error: ") && lines[0].contains("ulimit"), "\(lines)")
        #expect(lines.last?.hasPrefix("  fix: ") == true)
    }
}
