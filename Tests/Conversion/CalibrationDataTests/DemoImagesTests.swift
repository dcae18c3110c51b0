import CalibrationData
import Imaging
import Support
import Testing
import TestSupport

@Suite("Demo images")
struct DemoImagesTests {
    @Test("They depend on index and seed alone, and differ")
    func determinism() {
        let first = DemoImages.draw(0)
        #expect(first == DemoImages.draw(0))
        #expect(first != DemoImages.draw(1))
        #expect(first != DemoImages.draw(0, seed: 1))
        // The same on every machine.
        #expect(SHA256.hash(ByteView(first.pixels)).description.hasPrefix("dffe09e5a1cf416f"))
    }

    @Test("They have contrast, and neighbours are alike, as in photographs")
    func statistics() {
        for index in 0..<4 {
            let image = DemoImages.draw(index)
            let values = image.pixels.map(Double.init)
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            #expect(mean > 30 && mean < 225)
            #expect(variance > 300)
            let steps = zip(values, values.dropFirst(3)).map { ($0 - $1) * ($0 - $1) }
            #expect(steps.reduce(0, +) / Double(steps.count) < variance)
        }
    }

    @Test("The folder holds readable pictures, and only a folder of ours is replaced")
    func folder() async throws {
        let folder = TemporaryFolder()
        let names = try await DemoImages.make(count: 9, at: folder("demo")) { _ in }
        #expect(names.count == 9 && names.contains { $0.hasSuffix(".png") })
        for name in names { _ = try ImageDecoder.decode(path: folder("demo/\(name)")) }
        try await DemoImages.make(count: 2, at: folder("demo")) { _ in }
        #expect(try Folder.names(in: folder("demo")).count == 3)
        try AtomicFile.write("mine", to: folder("mine/notes.txt"))
        await #expect(throws: CalibrationError.occupied(path: folder("mine"), entry: "notes.txt")) {
            try await DemoImages.make(count: 1, at: folder("mine")) { _ in }
        }
        await #expect(throws: CalibrationError.badCount(-1)) {
            try await DemoImages.make(count: -1, at: folder("none")) { _ in }
        }
    }
}
