import Diagnostics
import Imaging
import InputContract
import Support
import Synchronization
import TestSupport
import Testing

@testable import Evaluation

/// Takes the red of an image for its class.
private struct MeanEngine: ClassifierEngine {
    let kind: EngineKind
    var shift = 0
    var batch = 1
    let model = "mean.onnx"
    let classCount: Int? = 8
    let inputs = [InputPort(name: "data", content: .pixels(.rgb), shape: [1, 3, 16, 16])]

    func logits(_ samples: [Sample]) async throws -> [[Float]] {
        samples.map { sample in
            let red = Int(sample.image?[x: 3, y: 3].red ?? 0)
            return (0..<8).map { $0 == (red / 32 + shift) % 8 ? 2 : Float($0) / 10 }
        }
    }
}

@Suite("Evaluating")
struct EvaluationRunTests {
    private let folder = TemporaryFolder()

    private func images(_ count: Int) throws -> [EvaluationImage] {
        try (0..<count).map { index in
            let path = folder("\(index).png")
            let level = UInt8(index % 8 * 32 + 5)
            let image = RGBImage(width: 16, height: 16, pixels: [UInt8](repeating: level, count: 768))
            try AtomicFile.write(try PNGEncoder.encode(image, path: path), to: path)
            return EvaluationImage(path: path, label: index % 8)
        }
    }

    private func run(
        _ engines: [any ClassifierEngine], _ images: [EvaluationImage], journal: Journal? = nil,
        warn: @escaping @Sendable (any UserError) -> Void = { _ in }
    ) async throws -> Tally {
        let loader = try SampleLoader(for: engines.flatMap(\.inputs), preset: .squash)
        return try await Evaluation(engines: engines, images: images, loader: loader, lanes: 3).run(
            journal: journal, warn: warn, progress: { _ in })
    }

    @Test("Hits, wins and losses add up, whatever the batches", arguments: [1, 4])
    func figures(batch: Int) async throws {
        let engines = [MeanEngine(kind: .float), MeanEngine(kind: .quantized, shift: 1, batch: batch)]
        let tally = try await run(engines, try images(22))
        #expect(tally.evaluated == 22 && tally.labeled == 22)
        #expect(tally.engines[0].top1 == 22)
        #expect(tally.engines[1].top1 == 0 && tally.engines[1].lost == 22 && tally.engines[1].agreeing == 0)
        #expect(tally.engines[1].confusions[Tally.Confusion(label: 7, prediction: 0)] == 2)
        #expect(tally.engines[1].changes.map(\.label) == (0..<22).map { $0 % 8 })
    }

    @Test("An image that cannot be read is told of, and costs no other")
    func unreadable() async throws {
        let images = try images(9)
        try AtomicFile.write("no picture", to: images[4].path)
        let told = Mutex<[String]>([])
        let tally = try await run([MeanEngine(kind: .float, batch: 4)], images) { error in
            told.withLock { $0.append(error.location?.path ?? "") }
        }
        #expect(tally.skipped == 1 && tally.evaluated == 8 && tally.engines[0].top1 == 8)
        #expect(told.withLock { $0 } == [images[4].path])
    }

    @Test("A journal goes on after its last whole line, and gives the same sums")
    func journal() async throws {
        let engines = [MeanEngine(kind: .float), MeanEngine(kind: .bin, shift: 1)]
        let images = try images(12)
        let path = folder("work/a.journal")
        let whole = try await run(engines, images, journal: try Journal(path: path, key: "k"))
        let lines = try text(path).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 14)

        // As a kill leaves it: some whole lines, and half of one.
        try AtomicFile.write(lines[...5].joined(separator: "\n") + "\n" + lines[6].prefix(9), to: path)
        for image in images[..<5] { try AtomicFile.write("these are not read again", to: image.path) }
        let resumed = try await run(engines, images, journal: try Journal(path: path, key: "k"))
        #expect(resumed.evaluated == 12)
        #expect(resumed.engines.map(\.top1) == whole.engines.map(\.top1))
        #expect(resumed.engines[1].distance == whole.engines[1].distance)
        #expect(resumed.engines[1].changes.map(\.path) == whole.engines[1].changes.map(\.path))
    }

    @Test("A journal of another evaluation is started again")
    func otherKey() async throws {
        let path = folder("b.journal")
        let images = try images(3)
        _ = try await run([MeanEngine(kind: .float)], images, journal: try Journal(path: path, key: "k1"))
        let tally = try await run(
            [MeanEngine(kind: .float, shift: 1)], images, journal: try Journal(path: path, key: "k2"))
        #expect(tally.engines[0].top1 == 0)
    }

    @Test("Two processes do not write the same journal, and the folders that it made go with it")
    func lock() throws {
        let path = folder("made/here/c.journal")
        let journal = try Journal(path: path, key: "k")
        #expect(throws: EvaluationError.busy(path: path)) { try Journal(path: path, key: "k") }
        journal.remove()
        #expect(FileStatus(of: folder("made")) == .missing)
    }

    @Test("Engines of different numbers of classes are not compared")
    func classes() async throws {
        struct Other: ClassifierEngine {
            let kind = EngineKind.bin
            let model = "other.bin"
            let classCount: Int? = 3
            let batch = 1
            let inputs: [InputPort] = []
            func logits(_ samples: [Sample]) async throws -> [[Float]] { samples.map { _ in [1, 2, 3] } }
        }
        let images = try images(2)
        await #expect(throws: EvaluationError.differentClasses(engine: .bin, classes: 3, expected: 8)) {
            try await run([MeanEngine(kind: .float), Other()], images)
        }
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try ByteView(contentsOf: path).elements(as: UInt8.self), as: UTF8.self)
    }
}
