@testable import ConversionPipeline
import Foundation
import Support
import Synchronization
import Testing
import TestSupport

@Suite("Stages")
struct StageRunnerTests {
    private let root = TemporaryFolder()
    private var folder: WorkFolder { WorkFolder(work: root.path, name: "test") }

    /// Runs one stage that writes a file, and says whether it was skipped.
    private func run(
        input: String = "a", version: Int = 1, force: Bool = false, failing: Bool = false
    ) async throws -> Bool {
        let output = Path.join(folder.path, "output")
        var runner = StageRunner(folder: folder, command: "test", force: force) { _, _ in }
        let stage = Stage(name: "stage", version: version, inputs: ["input": input], outputs: [output])
        try await runner.run(stage) {
            try AtomicFile.write(input, to: output)
            if failing { throw FileError.diskFull(path: output) }
        }
        return runner.outcomes[0].cached
    }

    @Test("A stage whose inputs and outputs stand is skipped; any change runs it again")
    func caching() async throws {
        #expect(try await run() == false)
        #expect(try await run() == true)
        #expect(try await run(input: "b") == false)
        #expect(try await run(input: "b", version: 2) == false)
        #expect(try await run(input: "b", version: 2, force: true) == false)
        #expect(try await run(input: "b", version: 2) == true)
        try AtomicFile.write("tampered", to: Path.join(folder.path, "output"))
        #expect(try await run(input: "b", version: 2) == false)
    }

    @Test("A stage that fails is not remembered, even if it had finished before")
    func failure() async throws {
        #expect(try await run() == false)
        await #expect(throws: FileError.self) { try await run(force: true, failing: true) }
        #expect(try await run() == false)
    }

    @Test("A record that is cut short counts as none")
    func damagedRecord() async throws {
        #expect(try await run() == false)
        let record = folder.record(of: "stage", command: "test")
        let text = try String(contentsOfFile: record, encoding: .utf8)
        try AtomicFile.write(String(text.prefix(20)), to: record)
        #expect(try await run() == false)
    }

    @Test("Keys do not mix up neighbouring inputs")
    func keys() {
        let one = Stage(name: "s", version: 1, inputs: ["a": "b c", "d": ""], outputs: [])
        let other = Stage(name: "s", version: 1, inputs: ["a": "b", "c d": ""], outputs: [])
        #expect(one.key != other.key)
    }
}
