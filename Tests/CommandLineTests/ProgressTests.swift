import Foundation
import Support
import Testing
import TestSupport

@Suite("Progress on a terminal")
struct ProgressTests {
    @Test("Each piece of work ends with one line, and leaves nothing half drawn")
    func terminal() async throws {
        let folder = TemporaryFolder()
        // script runs a program on a terminal of its own.
        let line = "'\(Package.executable)' calibration demo-images --count 40 -o demo"
        let result = try await Command.run("script", ["-qec", line, "/dev/null"], in: folder.path)
        #expect(result.exitCode == 0, "\(result.standardOutput)")
        let erased = "\u{1B}[2K"
        // What the terminal shows of each line: what follows the last erasure.
        let lines = result.standardOutput.split(separator: "\r\n").map { line in
            line.components(separatedBy: erased).last ?? ""
        }
        #expect(lines.filter { $0.contains("100 %") }.count == 1, "\(lines)")
        #expect(!lines.contains { $0.contains(" 50 %") }, "\(lines)")
    }
}
