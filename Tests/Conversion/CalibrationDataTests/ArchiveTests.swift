import CalibrationData
import Diagnostics
import Support
import ImagingTestSupport
import Testing
import TestSupport

/// Archives are made by the system's `tar`.
@Suite("Archives of pictures")
struct ArchiveTests {
    private func archive(_ script: String) async throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        let long = String(repeating: "long", count: 22)
        for (index, name) in ["a.jpg", "deep/er/b.JPEG", "deep/\(long)/\(long).png"].enumerated() {
            let image = Fixture.image(shift: index)
            try AtomicFile.write(
                name.hasSuffix("png") ? try Fixture.png(image) : try Fixture.jpeg(image), to: folder("in/\(name)"))
        }
        try AtomicFile.write("text\n", to: folder("in/readme.txt"))
        _ = try await Command.run("/bin/sh", ["-c", script], in: folder.path).standardOutput(orThrow: "tar")
        return folder
    }

    @Test(
        "Every kind of tar gives its pictures, whole and under their paths",
        arguments: [
            "--format=gnu -cf", "--format=pax -cf", "--format=ustar -cf", "--format=gnu -czf", "--format=pax -czf",
        ])
    func formats(options: String) async throws {
        let folder = try await archive("tar \(options) photos.tgz -C in .")
        #expect(try ImageArchive.unpack(folder("photos.tgz"), to: folder("out")) { _ in } == 3)
        let files = try FolderTree(folder("out")).files
        #expect(files.count == 3 && !files.contains { $0.hasSuffix("txt") })
        for file in files {
            #expect(try Fixture.bytes(of: folder("out/\(file)")) == Fixture.bytes(of: folder("in/\(file)")))
        }
    }

    @Test("What would lead out of the folder, links and hidden files are passed over")
    func hostile() async throws {
        let folder = try await archive(
            """
            cp in/a.jpg evil.jpg && ln -s /etc/passwd in/link.jpg && cp in/a.jpg in/.hidden.jpg \
            && tar -cPf photos.tar -C in a.jpg link.jpg .hidden.jpg ../evil.jpg && rm evil.jpg
            """)
        #expect(try ImageArchive.unpack(folder("photos.tar"), to: folder("deep/out")) { _ in } == 1)
        #expect(try FolderTree(folder("deep/out")).files == ["a.jpg"])
        #expect(FileStatus(of: folder("deep/evil.jpg")) == .missing)
    }

    @Test("An archive that is cut, damaged or none is refused, and leaves nothing", arguments: ["-cf", "-czf"])
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
            } catch {
                #expect(!error.userMessage.isEmpty)
                #expect(!Folder.exists(folder("out")))
            }
        }
        #expect(try Folder.names(in: folder.path).sorted() == ["bad", "in", "photos.tgz"])
    }

    @Test("A size that is only claimed takes no memory, and an archive of nothing is told")
    func claims() async throws {
        let folder = TemporaryFolder()
        var header = [UInt8](repeating: 0, count: 512)
        for (index, byte) in "a.jpg".utf8.enumerated() { header[index] = byte }
        for (index, byte) in "01777777777".utf8.enumerated() { header[124 + index] = byte }
        header[156] = UInt8(ascii: "0")
        let sum = header.reduce(8 * 32) { $0 + Int($1) }
        let octal = String(sum, radix: 8)
        for (index, byte) in octal.utf8.enumerated() { header[148 + index] = byte }
        try AtomicFile.write(header, to: folder("claim.tar"))
        #expect(throws: CalibrationError.self) {
            try ImageArchive.unpack(folder("claim.tar"), to: folder("out")) { _ in }
        }
        try AtomicFile.write([UInt8](repeating: 0, count: 1024), to: folder("none.tar"))
        #expect(throws: CalibrationError.noImages(path: folder("none.tar"))) {
            try ImageArchive.unpack(folder("none.tar"), to: folder("out")) { _ in }
        }
    }
}
