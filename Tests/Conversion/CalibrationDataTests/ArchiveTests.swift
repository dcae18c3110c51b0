import CalibrationData
import Diagnostics
import Support
import InputContract
import TestSupport
import ImagingTestSupport
import Testing

/// Archives are made by the system's `tar`.
@Suite("Archives of images")
struct ArchiveTests {
    private func archive(_ script: String) async throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        let long = String(repeating: "long", count: 22)
        for (index, name) in ["a.jpg", "deep/er/b.JPEG", "deep/\(long)/\(long).png", "\u{FC}/\u{56FE}.jpg"].enumerated()
        {
            let image = Fixture.image(shift: index)
            try AtomicFile.write(
                name.hasSuffix("png") ? try Fixture.png(image) : try Fixture.jpeg(image), to: folder("in/\(name)"))
        }
        try AtomicFile.write("text\n", to: folder("in/readme.txt"))
        _ = try await Command.run("/bin/sh", ["-c", script], in: folder.path).standardOutput(orThrow: "tar")
        return folder
    }

    /// The warnings of an archive, and how many images it had.
    private func unpack(_ path: String, to output: String) throws -> (count: Int, warnings: [String]) {
        var warnings: [String] = []
        let count = try ImageArchive.unpack(path, to: output, warn: { warnings.append($0.message) }) { _ in }
        return (count, warnings)
    }

    /// What unpacking throws.
    private func failure(_ path: String, to output: String) -> CalibrationError? {
        #expect(throws: CalibrationError.self) { try ImageArchive.unpack(path, to: output) { _ in } }
    }

    /// A member of a tar archive as it is never made by `tar`: a name, a kind, the size that it claims, and its bytes.
    private func member(_ name: some Collection<UInt8>, kind: Character = "0", size: Int? = nil, _ body: [UInt8] = [])
        -> [UInt8]
    {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        header.replaceSubrange(..<name.count, with: name)
        put(String(size ?? body.count, radix: 8), at: 124)
        put(String(kind), at: 156)
        put("/etc/passwd", at: 157)
        put("ustar\0" + "00", at: 257)
        put("        ", at: 148)
        put(String(header.reduce(0) { $0 + Int($1) }, radix: 8), at: 148)
        return header + body + [UInt8](repeating: 0, count: (512 - body.count % 512) % 512)
    }

    @Test(
        "Every kind of tar yields its images, whole and under their paths",
        arguments: [
            "--format=gnu -cf", "--format=pax -cf", "--format=ustar -cf", "--format=gnu -czf", "--format=pax -czf",
            "--format=pax -cjf",
        ])
    func formats(options: String) async throws {
        let folder = try await archive("tar \(options) photos.tgz -C in .")
        try ImageArchive.check(folder("photos.tgz"))
        let (count, warnings) = try unpack(folder("photos.tgz"), to: folder("out"))
        #expect(count == 4 && warnings.isEmpty)
        let files = try FolderTree(folder("out")).files
        #expect(files == (try FolderTree(folder("in")).files).filter { !$0.hasSuffix("txt") })
        for file in files {
            #expect(try Fixture.bytes(of: folder("out/\(file)")) == Fixture.bytes(of: folder("in/\(file)")))
        }
    }

    @Test("Names that lead out of the folder, links and devices are skipped with a warning, hidden files without one")
    func hostile() async throws {
        let folder = try await archive(
            """
            cp in/a.jpg evil.jpg && cp in/a.jpg absolute.jpg && ln -s /etc/passwd in/link.jpg && cp in/a.jpg in/.hidden.jpg && ln in/a.jpg in/z.jpg \
            && mkfifo in/pipe.jpg && tar -cPf photos.tar -C in a.jpg link.jpg .hidden.jpg z.jpg pipe.jpg ../evil.jpg \
            "$PWD/absolute.jpg" && rm evil.jpg absolute.jpg
            """)
        let (count, warnings) = try unpack(folder("photos.tar"), to: folder("deep/out"))
        #expect(count == 1)
        #expect(
            warnings == [
                "skipped members with absolute or unsafe names: 2, first '../evil.jpg'",
                "skipped links: 2, first 'link.jpg'", "skipped devices or pipes: 1, first 'pipe.jpg'",
            ])
        #expect(try FolderTree(folder("deep/out")).files == ["a.jpg"])
        #expect(FileStatus(of: folder("deep/evil.jpg")) == .missing)
        #expect(FileStatus(of: folder("absolute.jpg")) == .missing)
    }

    @Test("A link and then a file through it, and a file and then one below it, write nothing elsewhere")
    func throughLinks() throws {
        let folder = TemporaryFolder()
        let image = try Fixture.jpeg(Fixture.image(shift: 1))
        let tail = [UInt8](repeating: 0, count: 1024)
        try AtomicFile.write(
            member("d.jpg".utf8, kind: "2") + member("d.jpg/e.jpg".utf8, image) + tail, to: folder("link.tar"))
        #expect(try unpack(folder("link.tar"), to: folder("out")).warnings == ["skipped links: 1, first 'd.jpg'"])
        #expect(try FolderTree(folder("out")).files == ["d.jpg/e.jpg"])
        try AtomicFile.write(
            member("d.jpg".utf8, image) + member("d.jpg/e.jpg".utf8, image) + tail, to: folder("file.tar"))
        #expect(throws: (any Error).self) { try unpack(folder("file.tar"), to: folder("other")) }
        #expect(!Folder.exists(folder("other")))
    }

    @Test("A name that is not UTF-8 is skipped with a warning")
    func encoding() throws {
        let folder = TemporaryFolder()
        let image = try Fixture.jpeg(Fixture.image(shift: 1))
        try AtomicFile.write(member([0xFC] + ".jpg".utf8, image) + member("a.jpg".utf8, image), to: folder("a.tar"))
        let (count, warnings) = try unpack(folder("a.tar"), to: folder("out"))
        #expect(count == 1 && warnings == ["skipped members with absolute or unsafe names: 1, first '?'"])
    }

    @Test("An archive that is cut, damaged or none is refused, and leaves nothing", arguments: ["-cf", "-czf", "-cjf"])
    func broken(options: String) async throws {
        let folder = try await archive("tar \(options) photos.tgz -C in .")
        let bytes = try Fixture.bytes(of: folder("photos.tgz"))
        var generator = SplitMix64(seed: 1)
        for round in 0..<30 {
            var damaged = Array(bytes.prefix(round % 2 == 0 ? bytes.count * round / 40 : bytes.count))
            if round % 2 == 1 {
                for _ in 0..<20 { damaged[Int(generator.next() % UInt64(bytes.count))] ^= 0x5A }
            }
            try AtomicFile.write(damaged, to: folder("bad"))
            do {
                _ = try ImageArchive.unpack(folder("bad"), to: folder("out")) { _ in }
                try? Folder.remove(folder("out"))
            } catch let error as any UserError {
                #expect(!error.message.isEmpty)
                #expect(!Folder.exists(folder("out")))
            }
        }
        #expect(try Folder.names(in: folder.path) == ["bad", "in", "photos.tgz"])
    }

    @Test("A size that is only claimed is an archive cut short, and one without images is told")
    func claims() throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(member("a.jpg".utf8, size: 0o1777777777, [1]), to: folder("claim.tar"))
        #expect(failure(folder("claim.tar"), to: folder("out"))?.message.contains("Truncated") == true)
        try AtomicFile.write(member("a.txt".utf8, [1]) + [UInt8](repeating: 0, count: 1024), to: folder("none.tar"))
        #expect(failure(folder("none.tar"), to: folder("out")) == .noImages(path: folder("none.tar")))
        for text in ["", "<html>log in</html>"] {
            try AtomicFile.write(text, to: folder("page.tar"))
            #expect(throws: CalibrationError.self) { try ImageArchive.check(folder("page.tar")) }
        }
        #expect(!Folder.exists(folder("out")))
    }

    @Test("A bomb is refused, and an image beyond all sizes is skipped", .timeLimit(.minutes(1)))
    func bomb() async throws {
        let folder = try await archive(
            """
            truncate -s 65M big.jpg && tar -czf big.tgz big.jpg -C in a.jpg \
            && truncate -s 300M note.txt && tar -cf - note.txt | gzip -1 > bomb.tgz && rm note.txt
            """)
        let (count, warnings) = try unpack(folder("big.tgz"), to: folder("out"))
        #expect(count == 1 && warnings == ["skipped images of more than 64 MB: 1, first 'big.jpg'"])
        #expect(failure(folder("bomb.tgz"), to: folder("bomb"))?.message.contains("expands to more than") == true)
        #expect(try Folder.names(in: folder.path) == ["big.jpg", "big.tgz", "bomb.tgz", "in", "out"])
    }
}
