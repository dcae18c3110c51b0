import CalibrationData
import Diagnostics
import Imaging
import Support
import Synchronization
import ImagingTestSupport
import InputContract
import Testing
import TestSupport

@Suite("Sets of calibration data")
struct CalibrationSetTests {
    @discardableResult
    private func make(
        _ images: String, count: Int, seed: UInt64 = 0, preset: Preset = .timm, size: Int = 32, at output: String,
        findings: Findings = Findings(), progress: @escaping Progress.Handler = { _ in }
    ) async throws -> CalibrationManifest {
        try await CalibrationSet.make(
            CalibrationSet.Request(
                images: ImageSource(path: images), preset: preset, size: size, count: count, seed: seed,
                nv12Range: .full, toolVersion: "test"),
            at: output, warn: findings.handler, progress: progress)
    }

    @Test("The data folder holds the tensors and nothing else, and the manifest describes them")
    func layout() async throws {
        let folder = try Fixture.folder(5)
        let manifest = try await make(folder("images"), count: 4, at: folder("out"))
        #expect(try Folder.names(in: folder("out")) == ["manifest.json", "preview.png", "rgbchw_f32"])
        #expect(manifest.entries.map(\.file) == (try Folder.names(in: folder("out/rgbchw_f32"))))
        #expect(try CalibrationManifest(folder: folder("out")) == manifest)
        #expect(manifest.count == 4 && manifest.size == 32 && manifest.preset.identifier == "timm")
        #expect(manifest.preset.sha256 == Preset.timm.hash.description && manifest.nv12Range == .full)
        for entry in manifest.entries {
            let source = folder("images/\(entry.source)")
            let data = folder("out/rgbchw_f32/\(entry.file)")
            #expect(try SHA256.hash(file: source).description == entry.sourceSha256)
            #expect(try SHA256.hash(file: data).description == entry.sha256)
            let image = try Preset.timm.load(path: source, size: ImageSize(square: 32))
            #expect(try Fixture.bytes(of: data) == RGBCHW.elements(image).withUnsafeBytes(Array.init))
        }
        #expect(try ImageDecoder.decode(path: folder("out/preview.png")).width == 4 * 84 + 4)
        #expect(!manifest.json().contains(folder.path))
    }

    @Test("The same seed gives the same bytes under the same names, another seed others")
    func repeatability() async throws {
        let folder = try Fixture.folder(20)
        try await make(folder("images"), count: 6, seed: 1, at: folder("a"))
        try await make(folder("images"), count: 6, seed: 1, at: folder("b"))
        try await make(folder("images"), count: 6, seed: 2, at: folder("c"))
        func manifest(_ name: String) throws -> [UInt8] { try Fixture.bytes(of: folder("\(name)/manifest.json")) }
        #expect(try manifest("a") == manifest("b"))
        #expect(try manifest("a") != manifest("c"))
        // The choice must not change with a new version of this program.
        let names = try Folder.names(in: folder("a/rgbchw_f32"))
        #expect(names.first == "00_photo_109.rgbchw")
    }

    @Test("A smaller set is the beginning of a larger one")
    func prefix() async throws {
        let folder = try Fixture.folder(12)
        let small = try await make(folder("images"), count: 3, at: folder("a"))
        let large = try await make(folder("images"), count: 9, at: folder("b"))
        #expect(small.entries == Array(large.entries.prefix(3)))
    }

    @Test("Broken files and copies are skipped with a warning, and the count is exact")
    func replacements() async throws {
        let folder = try Fixture.folder(6)
        try AtomicFile.write("no picture", to: folder("images/text.jpg"))
        try AtomicFile.write("", to: folder("images/empty.png"))
        let bytes = try Fixture.jpeg(Fixture.image(shift: 50))
        try AtomicFile.write(Array(bytes.dropLast(200)), to: folder("images/cut.jpg"))
        try AtomicFile.write(try Fixture.jpeg(Fixture.image(shift: 3)), to: folder("images/deep/copy.jpg"))
        let findings = Findings()
        let manifest = try await make(folder("images"), count: 6, at: folder("out"), findings: findings)
        #expect(manifest.entries.count == 6)
        #expect(Set(manifest.entries.map(\.sha256)).count == 6)
        // Whatever the order, all ten are looked at to find six.
        let all = try await make(folder("images"), count: 6, seed: 3, at: folder("out"), findings: findings)
        #expect(all.count == 6)
        #expect(Set(findings.names).isSubset(of: ["text.jpg", "empty.png", "cut.jpg", "copy.jpg", "photo_103.jpg"]))
        await #expect(
            throws: CalibrationError.tooFewImages(path: folder("images"), found: 10, usable: 6, wanted: 7)
        ) { try await make(folder("images"), count: 7, at: folder("other")) }
        #expect(!Folder.exists(folder("other")))
        #expect(try Folder.names(in: folder.path) == ["images", "out"])
    }

    @Test("A folder without pictures, too few, or no folder at all gives one clear error")
    func nothingThere() async throws {
        let folder = try Fixture.folder(2)
        try Folder.create(folder("empty"))
        try AtomicFile.write("a\tb\n", to: folder("text/labels.tsv"))
        for name in ["empty", "text"] {
            await #expect(throws: CalibrationError.noImages(path: folder(name))) {
                try await make(folder(name), count: 1, at: folder("out"))
            }
        }
        await #expect(throws: FileError.notFound(path: folder("none"))) {
            try await make(folder("none"), count: 1, at: folder("out"))
        }
        await #expect(
            throws: CalibrationError.tooFewImages(path: folder("images"), found: 2, usable: 2, wanted: 3)
        ) { try await make(folder("images"), count: 3, at: folder("out")) }
        await #expect(throws: CalibrationError.badCount(0)) {
            try await make(folder("images"), count: 0, at: folder("out"))
        }
        await #expect(throws: CalibrationError.badSize(ImageSize(square: 5000))) {
            try await make(folder("images"), count: 1, size: 5000, at: folder("out"))
        }
        #expect(!Folder.exists(folder("out")))
    }

    @Test("Only what this program made is replaced")
    func replacing() async throws {
        let folder = try Fixture.folder(3)
        try Folder.create(folder("out"))
        try await make(folder("images"), count: 3, at: folder("out"))
        try await make(folder("images"), count: 2, at: folder("out/"))
        #expect(try Folder.names(in: folder("out/rgbchw_f32")).count == 2)
        try AtomicFile.write("mine", to: folder("out/notes.txt"))
        await #expect(throws: CalibrationError.occupied(path: folder("out"), entry: "notes.txt")) {
            try await make(folder("images"), count: 2, at: folder("out"))
        }
        await #expect(throws: CalibrationError.occupied(path: folder("images"), entry: "photo_100.jpg")) {
            try await make(folder("images"), count: 2, at: folder("images"))
        }
        try AtomicFile.write("{}", to: folder("other/manifest.json"))
        await #expect(throws: CalibrationError.occupied(path: folder("other"), entry: "manifest.json")) {
            try await make(folder("images"), count: 2, at: folder("other"))
        }
        #expect(try Folder.names(in: folder("images")).count == 3)
    }

    @Test("Loops of links end, hidden files do not count, and neither does the output itself")
    func links() async throws {
        let folder = try Fixture.folder(3)
        let script = """
            ln -s . images/loop && ln -s ../images images/again && cp images/photo_100.jpg images/.hidden.jpg \
            && mkdir images/.more && cp images/photo_101.jpg images/.more/ && ln -s nowhere images/broken.jpg \
            && mkdir images/locked && chmod 0 images/locked
            """
        _ = try await Command.run("/bin/sh", ["-c", script], in: folder.path).standardOutput(orThrow: "sh")
        let manifest = try await make(folder("images"), count: 3, at: folder("images/out"))
        #expect(manifest.count == 3)
        // The preview of the first run lies below the images now.
        await #expect(
            throws: CalibrationError.tooFewImages(path: folder("images"), found: 3, usable: 3, wanted: 4)
        ) { try await make(folder("images"), count: 4, at: folder("images/out")) }
        _ = try await Command.run("/bin/chmod", ["700", folder("images/locked")])
    }

    @Test("A list of paths is taken at its word, relative to itself")
    func list() async throws {
        let folder = try Fixture.folder(3)
        try AtomicFile.write(try Fixture.png(), to: folder("images/picture"))
        try AtomicFile.write(
            "# chosen by hand\nimages/picture\n\n  \(folder("images/photo_101.jpg"))\r\n", to: folder("list.txt"))
        let manifest = try await make(folder("list.txt"), count: 2, at: folder("out"))
        #expect(Set(manifest.entries.map(\.source)) == ["images/picture", folder("images/photo_101.jpg")])
    }

    @Test("Progress is told for each picture, to the end")
    func progress() async throws {
        let folder = try Fixture.folder(8)
        let told = Mutex<[Int]>([])
        try await make(folder("images"), count: 8, at: folder("out")) { progress in
            told.withLock { $0.append(progress.completed) }
        }
        #expect(told.withLock { $0.sorted() } == Array(1...8))
    }

    @Test("A cancelled run leaves no output, and the next one goes on from where it was")
    func cancellation() async throws {
        let folder = try Fixture.folder(12)
        let fresh = try await make(folder("images"), count: 12, at: folder("fresh"))
        // Cancelled by its own progress, in the midst.
        let cancel = Mutex<(@Sendable () -> Void)?>(nil)
        let gate = AsyncStream<Void>.makeStream()
        let task = Task {
            for await _ in gate.stream { break }
            try await make(folder("images"), count: 12, at: folder("out")) { progress in
                if progress.completed == 4 { cancel.withLock { $0?() } }
            }
        }
        cancel.withLock { $0 = { task.cancel() } }
        gate.continuation.yield()
        await #expect(throws: CalibrationError.interrupted) { try await task.value }
        #expect(!Folder.exists(folder("out")))
        let data = folder(".out.unfinished/rgbchw_f32")
        let kept = try Folder.names(in: data)
        #expect((4..<12).contains(kept.count))
        // One of them changed since, and a line of the journal cut short.
        try AtomicFile.write("garbage", to: Path.join(data, kept[0]))
        let journal = folder(".out.unfinished/journal.jsonl")
        try AtomicFile.write(Array(try Fixture.bytes(of: journal).dropLast(30)), to: journal)
        let findings = Findings()
        let resumed = try await make(folder("images"), count: 12, at: folder("out"), findings: findings)
        #expect(findings.messages.contains { $0.contains("interrupted run") })
        #expect(resumed == fresh)
        for entry in fresh.entries {
            #expect(try SHA256.hash(file: folder("out/rgbchw_f32/\(entry.file)")).description == entry.sha256)
        }
        #expect(try Folder.names(in: folder("out")) == ["manifest.json", "preview.png", "rgbchw_f32"])
        #expect(try Folder.names(in: folder.path) == ["fresh", "images", "out"])
    }

    @Test("What an interrupted run has left for another request is not taken over, nor what is somebody else's")
    func otherRequest() async throws {
        let folder = try Fixture.folder(4)
        let unfinished = folder(".out.unfinished")
        try AtomicFile.write(
            #"{"kind":"repvit-convert unfinished calibration","key":"other"}"# + "\n",
            to: Path.join(unfinished, "journal.jsonl"))
        try AtomicFile.write("old", to: Path.join(unfinished, "rgbchw_f32/old.rgbchw"))
        try await make(folder("images"), count: 4, at: folder("out"))
        #expect(try Folder.names(in: folder("out/rgbchw_f32")).count == 4)
        try AtomicFile.write("mine", to: Path.join(unfinished, "notes.txt"))
        await #expect(throws: CalibrationError.occupied(path: unfinished, entry: "notes.txt")) {
            try await make(folder("images"), count: 4, at: folder("out"))
        }
    }
}
