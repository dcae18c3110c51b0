@testable import CompiledModel
import Foundation
import Support
import Synchronization
import Testing
import TestSupport
@testable import VendorTools

@Suite struct ToolRunnerTests {
    /// Collects the lines of one run.
    final class Lines: Sendable {
        private let lines = Mutex<[ToolLine]>([])
        var all: [ToolLine] { lines.withLock(\.self) }
        var handler: @Sendable (ToolLine) -> Void { { line in self.lines.withLock { $0.append(line) } } }
    }

    static func shell(_ script: String, folder: String? = nil) -> Tool { Tool("sh", ["-c", script], folder: folder) }

    @Test("Both streams arrive as lines, and the log keeps the lasting ones")
    func streams() async throws {
        let folder = TemporaryFolder()
        let lines = Lines()
        let result = try await ToolRunner.run(
            Self.shell("echo out; echo err >&2; printf '1%%\\r2%%\\r\\n'; pwd", folder: folder.path),
            log: folder("logs/step.log"), line: lines.handler)
        #expect(result.exitStatus == 0)
        #expect(lines.all.filter(\.isTransient).map(\.text) == ["1%"])
        #expect(
            try String(contentsOfFile: folder("logs/step.log"), encoding: .utf8) == "out\nerr\n2%\n\(folder.path)\n")
        #expect(result.lastLines == ["out", "err", "2%", folder.path])
    }

    @Test("More output than a pipe holds neither blocks nor is lost")
    func muchOutput() async throws {
        let lines = Lines()
        _ = try await ToolRunner.run(Self.shell("seq 1 100000"), line: lines.handler)
        #expect(lines.all.count == 100_000)
        #expect(lines.all.last?.text == "100000")
    }

    @Test("The exit status is the program's own", arguments: [(3, "exit 3"), (143, "kill -TERM $$")])
    func exitStatus(expected: Int, script: String) async throws {
        #expect(try await ToolRunner.run(Self.shell(script)).exitStatus == expected)
    }

    @Test("A program or a folder that is not there is an error that names it")
    func missing() async {
        await #expect(
            throws: ToolchainError.cannotStart(executable: "no-such-tool", reason: "no such program")
        ) {
            try await ToolRunner.run(Tool("no-such-tool"))
        }
        await #expect(throws: ToolchainError.self) { try await ToolRunner.run(Self.shell("true", folder: "/no/such")) }
    }

    @Test("The program reads nothing from this process's standard input")
    func standardInput() async throws {
        #expect(try await ToolRunner.run(Tool("cat")).exitStatus == 0)
    }

    @Test("Cancelling ends the whole process group, also what ignores Ctrl-C")
    func cancellation() async throws {
        let marker = "repvit-\(UUID().uuidString)"
        let lines = Lines()
        // A grandchild in the background that ignores SIGINT and SIGTERM, and a child that waits for it.
        let script = "(trap '' INT TERM; sh -c 'sleep 60; sleep 60' \(marker)) & echo ready; wait; sleep 60"
        let task = Task { try await ToolRunner.run(Self.shell(script), line: lines.handler) }
        while lines.all.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try await Self.processes(marker) > 0)

        task.cancel()
        await #expect(throws: ToolchainError.interrupted) { try await task.value }
        #expect(try await Self.areGone(marker))
    }

    @Test("A program that hangs is ended with all that it started when its time is up")
    func timeLimit() async throws {
        let marker = "repvit-\(UUID().uuidString)"
        let script = "trap '' INT TERM; sh -c 'sleep 60; sleep 60' \(marker) & wait; sleep 60"
        await #expect(throws: ToolchainError.timedOut(name: "a step", limit: .milliseconds(300))) {
            try await ToolRunner.run(Self.shell(script), name: "a step", limit: .milliseconds(300)) { _ in }
        }
        #expect(try await Self.areGone(marker))
        let quick = try await ToolRunner.run(Self.shell("exit 3"), name: "a step", limit: .seconds(600)) { _ in }
        #expect(quick.exitStatus == 3)
    }

    @Test("A script that cleans up when interrupted is given the time")
    func cleanup() async throws {
        let folder = TemporaryFolder()
        let lines = Lines()
        let script = "trap 'rm -f partial; exit 130' INT; : > partial; echo ready; sleep 60"
        let task = Task { try await ToolRunner.run(Self.shell(script, folder: folder.path), line: lines.handler) }
        while lines.all.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        #expect(FileManager.default.fileExists(atPath: folder("partial")))
        task.cancel()
        _ = await task.result
        #expect(!FileManager.default.fileExists(atPath: folder("partial")))
    }

    @Test("What is left in the background when a program ends is ended too")
    func leftovers() async throws {
        let marker = "repvit-\(UUID().uuidString)"
        _ = try await ToolRunner.run(Self.shell("sh -c 'sleep 60; sleep 60' \(marker) > /dev/null 2>&1 & echo done"))
        #expect(try await Self.areGone(marker))
    }

    @Test("A task that is cancelled already starts nothing")
    func cancelledBefore() async {
        let folder = TemporaryFolder()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await ToolRunner.run(Self.shell("touch started", folder: folder.path))
        }
        await #expect(throws: ToolchainError.interrupted) { try await task.value }
        #expect(!FileManager.default.fileExists(atPath: folder("started")))
    }

    /// How many processes have a word in their command line, other than those that look for it.
    /// Whether no such process is left, once the kernel has had the time to clear killed ones away.
    static func areGone(_ word: String) async throws -> Bool {
        for _ in 0..<100 {
            if try await processes(word) == 0 { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    static func processes(_ word: String) async throws -> Int {
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(name) != nil {
            guard let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") else { continue }
            let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            if words.contains(where: { $0.contains(word) }) { count += 1 }
        }
        return count
    }
}
