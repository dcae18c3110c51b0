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
        var runner = StageRunner(folder: folder, command: "test", selection: force ? .all : .outdated) { _, _ in }
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

    /// Runs three stages that build on each other, and says which ran.
    private func runThree(_ selection: StageSelection, input: String = "a") async throws -> [String] {
        let order = ["first", "second", "third"]
        var runner = StageRunner(folder: folder, command: "test", selection: selection, order: order) { _, _ in }
        for name in order {
            let output = Path.join(folder.path, name)
            let stage = Stage(name: name, version: 1, inputs: ["input": input], outputs: [output])
            try await runner.run(stage) { try AtomicFile.write(input, to: output) }
        }
        return runner.outcomes.filter { !$0.cached }.map(\.name) + (runner.isComplete ? [] : ["incomplete"])
    }

    @Test("From a stage, it and the later ones run again; alone, it runs alone")
    func selection() async throws {
        #expect(try await runThree(.outdated) == ["first", "second", "third"])
        #expect(try await runThree(.from("second")) == ["second", "third"])
        #expect(try await runThree(.only("second")) == ["second"])
        #expect(try await runThree(.only("first"), input: "b") == ["first", "incomplete"])
        #expect(try await runThree(.outdated, input: "b") == ["second", "third"])
    }

    @Test("A stage whose prerequisites are out of date does not run", arguments: ["second", "third"])
    func outdatedPrerequisite(stage: String) async throws {
        _ = try await runThree(.outdated)
        for selection in [StageSelection.from(stage), .only(stage)] {
            await #expect(throws: PipelineError.self) { try await runThree(selection, input: "b") }
        }
    }

    @Test("A folder in use names its holder; what killed runs left in it is removed")
    func lock() async throws {
        try AtomicFile.write("x", to: Path.join(folder.scratch, "build.abc/file"))
        try await folder.locked {
            #expect(!Folder.exists(folder.scratch))
            do {
                try await folder.locked {}
                Issue.record("two processes are in one folder")
            } catch PipelineError.busy(_, let holder) {
                #expect(holder?.hasPrefix("process \(ProcessInfo.processInfo.processIdentifier), ") == true)
            }
            try Folder.create(folder.scratch)
        }
        #expect(!Folder.exists(folder.scratch))
    }

    @Test("Keys do not mix up neighbouring inputs")
    func keys() {
        let one = Stage(name: "s", version: 1, inputs: ["a": "b c", "d": ""], outputs: [])
        let other = Stage(name: "s", version: 1, inputs: ["a": "b", "c d": ""], outputs: [])
        #expect(one.key != other.key)
    }
}
