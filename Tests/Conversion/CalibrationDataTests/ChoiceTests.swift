import CalibrationData
import Imaging
import InputContract
import Support
import ImagingTestSupport
import Testing
import TestSupport

@Suite("Choosing pictures")
struct ChoiceTests {
    private func make(
        _ images: String, count: Int, balance: ClassLabels?, seed: UInt64 = 0, at output: String
    ) async throws -> CalibrationManifest {
        var request = CalibrationSet.Request(
            images: ImageSource(path: images), preset: .squash, size: 16, count: count, seed: seed, toolVersion: "test")
        request.balance = balance
        return try await CalibrationSet.make(request, at: output, warn: { _ in }, progress: { _ in })
    }

    /// Classes of 8, 3 and 5 pictures, in folders of their names.
    private func folders() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        var shift = 0
        for (name, count) in [("cat", 8), ("dog", 3), ("fish", 5)] {
            for index in 0..<count {
                shift += 1
                try AtomicFile.write(
                    try Fixture.jpeg(Fixture.image(shift: shift)), to: folder("images/\(name)/\(name)_\(index).jpg"))
            }
        }
        return folder
    }

    private func counts(_ manifest: CalibrationManifest) -> [String: Int] {
        Dictionary(grouping: manifest.entries) { Path.split($0.source).folder }.mapValues(\.count)
    }

    @Test("Balanced classes have the same number, as far as they go", arguments: [0, 1, 2] as [UInt64])
    func balance(seed: UInt64) async throws {
        let folder = try folders()
        let even = try await make(folder("images"), count: 9, balance: .byPlace, seed: seed, at: folder("a"))
        #expect(counts(even) == ["cat": 3, "dog": 3, "fish": 3] && even.isBalanced == true)
        let more = try await make(folder("images"), count: 14, balance: .byPlace, seed: seed, at: folder("b"))
        #expect(counts(more) == ["cat": 6, "dog": 3, "fish": 5])
    }

    @Test("A broken picture is replaced by one of its class")
    func replacement() async throws {
        let folder = try folders()
        for index in 0..<3 { try AtomicFile.write("broken", to: folder("images/cat/cat_\(index).jpg")) }
        for seed in 0..<4 as Range<UInt64> {
            let manifest = try await make(folder("images"), count: 9, balance: .byPlace, seed: seed, at: folder("out"))
            #expect(counts(manifest) == ["cat": 3, "dog": 3, "fish": 3])
        }
    }

    @Test(
        "Labels are read from ImageNet's ground truth, from lists of names, and from tables of classes",
        arguments: [
            "1\n2\n1\n2\n1\n2\n3\n3\n",
            "ILSVRC2012_val_00000001.JPEG 1\nILSVRC2012_val_00000003.JPEG 1\n"
                + "ILSVRC2012_val_00000005.JPEG 1\nILSVRC2012_val_00000002.JPEG 2\nILSVRC2012_val_00000004.JPEG 2\n"
                + "ILSVRC2012_val_00000006.JPEG 2\nILSVRC2012_val_00000007.JPEG 3\nILSVRC2012_val_00000008.JPEG 3\n",
            "ImageId,PredictionString\n"
                + [(1, "a"), (2, "b"), (3, "a"), (4, "b"), (5, "a"), (6, "b"), (7, "c"), (8, "c")]
                .map { "ILSVRC2012_val_0000000\($0),\($1) 10 20 30 40\n" }.joined(),
        ])
    func validation(labels: String) async throws {
        let folder = TemporaryFolder()
        for index in 1...8 {
            try AtomicFile.write(
                try Fixture.jpeg(Fixture.image(shift: index)), to: folder("val/ILSVRC2012_val_0000000\(index).JPEG"))
        }
        try AtomicFile.write(labels, to: folder("labels.txt"))
        let manifest = try await make(
            folder("val"), count: 6, balance: try ClassLabels(contentsOf: folder("labels.txt")), at: folder("out"))
        let odd = manifest.entries.map { Int($0.source.dropLast(5).suffix(1)) ?? 0 }
        #expect(odd.count { [1, 3, 5].contains($0) } == 2)
        #expect(odd.count { [2, 4, 6].contains($0) } == 2)
        #expect(odd.count { [7, 8].contains($0) } == 2)
    }

    @Test("A table of classes picks pictures by their wnid, and what it does not know is left out")
    func table() async throws {
        let folder = TemporaryFolder()
        for (index, name) in ["n01440764_a", "n01440764_b", "n01443537_a", "n01443537_b", "n09999999_x", "y"]
            .enumerated()
        {
            try AtomicFile.write(try Fixture.jpeg(Fixture.image(shift: index)), to: folder("images/\(name).JPEG"))
        }
        try AtomicFile.write(
            "index\twnid\tname\n0\tn01440764\ttench\n1\tn01443537\tgoldfish\n", to: folder("labels.tsv"))
        let labels = try ClassLabels(contentsOf: folder("labels.tsv"))
        let manifest = try await make(folder("images"), count: 4, balance: labels, at: folder("out"))
        #expect(Set(manifest.entries.map { $0.source.prefix(9) }) == ["n01440764", "n01443537"])
        await #expect(throws: CalibrationError.self) {
            try await make(folder("images"), count: 5, balance: labels, at: folder("out"))
        }
    }

    @Test("A file that holds no labels is refused, with the line", arguments: ["", "word\n", "1\n2\nx\n", "\n\n"])
    func noLabels(text: String) throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(text, to: folder("labels"))
        #expect(throws: CalibrationError.self) { try ClassLabels(contentsOf: folder("labels")) }
    }

    @Test("Copies are kept where they are asked for")
    func duplicates() async throws {
        let folder = TemporaryFolder()
        for index in 0..<4 { try AtomicFile.write(try Fixture.jpeg(), to: folder("images/\(index).jpg")) }
        var request = CalibrationSet.Request(
            images: .folder(folder("images")), preset: .squash, size: 16, count: 4, toolVersion: "test")
        await #expect(throws: CalibrationError.self) {
            try await CalibrationSet.make(request, at: folder("out"), warn: { _ in }, progress: { _ in })
        }
        request.allowsDuplicates = true
        let manifest = try await CalibrationSet.make(request, at: folder("out"), warn: { _ in }, progress: { _ in })
        #expect(manifest.count == 4 && Set(manifest.entries.map(\.sha256)).count == 1)
    }

    @Test("Names with line breaks work, and names that are no UTF-8 are skipped with a warning")
    func names() async throws {
        let folder = TemporaryFolder()
        for (index, name) in ["a\nb.jpg", "tab\there.jpg", "\u{1B}[31m.jpg", "ü.jpg"].enumerated() {
            try AtomicFile.write(try Fixture.jpeg(Fixture.image(shift: index)), to: folder("images/\(name)"))
        }
        let script = "cp images/ü.jpg \"$(printf 'images/\\377\\376.jpg')\" && mkdir \"$(printf 'images/d\\377')\""
        _ = try await Command.run("/bin/sh", ["-c", script], in: folder.path).standardOutput(orThrow: "sh")
        let findings = Findings()
        let request = CalibrationSet.Request(
            images: .folder(folder("images")), preset: .squash, size: 16, count: 4, toolVersion: "test")
        let manifest = try await CalibrationSet.make(
            request, at: folder("out"), warn: findings.handler, progress: { _ in })
        #expect(manifest.count == 4)
        #expect(findings.messages.count { $0.contains("not UTF-8") } == 2)
        #expect(try CalibrationManifest(folder: folder("out")) == manifest)
        for name in try Folder.names(in: folder("out/rgbchw_f32")) {
            #expect(name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        }
    }
}
