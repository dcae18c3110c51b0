import Support
import Foundation
import TestSupport
import Testing

@Suite("repvit-convert calibration fetch")
struct CalibrationFetchTests {
    private struct Report: Decodable {
        var count: Int
        var archive_sha256: String
    }

    /// An archive of three images drawn by the program itself.
    private func archive(in folder: TemporaryFolder) async throws -> [UInt8] {
        _ = try await Command.repvitConvert("calibration", "demo-images", "--count", "3", "-o", folder("demo"))
            .standardOutput(orThrow: "demo-images")
        _ = try await Command.run("tar", ["-czf", "photos.tgz", "-C", folder("demo"), "."], in: folder.path)
            .standardOutput(orThrow: "tar")
        return try ByteView(contentsOf: folder("photos.tgz")).elements(as: UInt8.self)
    }

    private func fetch(_ arguments: String..., to output: String) async throws -> Command {
        try await Command.run(
            Package.executable, ["calibration", "fetch"] + arguments + ["-o", output],
            environment: ["no_proxy": "127.0.0.1", "HF_TOKEN": "secret"])
    }

    @Test("A download that breaks off is resumed, checked and unpacked")
    func resumed() async throws {
        let folder = TemporaryFolder()
        let content = try await archive(in: folder)
        let digest = SHA256.hash(ByteView(content)).description
        let server = try ServedFile(content) { $0.cuts = [content.count / 3, content.count / 3] }.serve()
        let address = server.address + "/sets/photos.tgz"
        let run = try await fetch(address, "--checksum", digest, "--format", "json", to: folder("photos"))
        #expect(run.exitCode == 0, "\(run.standardError)")
        let report = try JSONDecoder().decode(Report.self, from: Data(run.standardOutput.utf8))
        #expect(report.count == 3 && report.archive_sha256 == digest)
        #expect(
            try Folder.names(in: folder("photos"))
                == (try Folder.names(in: folder("demo")).filter { !$0.hasPrefix(".") }))
        #expect(server.requests.map(\.rangeStart) == [nil, content.count / 3, content.count / 3 * 2])
        #expect(server.requests.allSatisfy { $0.headers["authorization"] == nil && $0.path == "/sets/photos.tgz" })
        // Nothing of the archive is left, and a folder with something in it is not touched.
        #expect(try Folder.names(in: folder.path) == ["demo", "photos", "photos.tgz"])
        #expect(try await fetch(address, to: folder("photos")).exitCode == 2)
    }

    @Test("A broken archive is not kept: the repaired one is fetched and unpacked")
    func repaired() async throws {
        let folder = TemporaryFolder()
        let content = try await archive(in: folder)
        let file = ServedFile(Array(content.prefix(content.count - 100)))
        let server = try file.serve()
        let cut = try await fetch(server.address + "/photos.tgz", to: folder("photos"))
        #expect(cut.exitCode == 2 && cut.standardError.contains("truncated gzip input"))
        #expect(try Folder.names(in: folder.path) == ["demo", "photos.tgz"])
        file.change { $0.content = content }
        let whole = try await fetch(server.address + "/photos.tgz", to: folder("photos"))
        #expect(whole.exitCode == 0, "\(whole.standardError)")
    }

    @Test("Another checksum, no archive, no file and no server are one clear error each")
    func failures() async throws {
        let folder = TemporaryFolder()
        let file = ServedFile(Array("no archive".utf8))
        let server = try file.serve()
        let address = server.address + "/a.tgz"
        let wrong = try await fetch(address, "--checksum", String(repeating: "0", count: 64), to: folder("out"))
        #expect(wrong.exitCode == 2 && wrong.standardError.contains("is expected"))
        let none = try await fetch(address, to: folder("out"))
        #expect(none.exitCode == 2 && none.standardError.contains("archive"))
        file.change { $0.statuses = ["404 Not Found"] }
        let missing = try await fetch(address, to: folder("out"))
        #expect(missing.exitCode == 2 && missing.standardError.contains("not found (HTTP 404): \(address)"))
        #expect(!missing.standardError.contains("hub") && !missing.standardError.contains("variant"))
        #expect(try await fetch("nonsense", to: folder("out")).exitCode == 64)
        #expect(try await fetch("ftp://example.org/a.tgz", to: folder("out")).exitCode == 64)
        #expect(try await fetch(address, "--checksum", "12", to: folder("out")).exitCode == 64)
        #expect(try Folder.names(in: folder.path).isEmpty)
    }

    @Test("Members that could write outside of the folder are skipped with a warning")
    func hostileMembers() async throws {
        let folder = TemporaryFolder()
        _ = try await archive(in: folder)
        let script =
            "cp demo/*0.* a.jpg; mkdir in; cd in; cp ../a.jpg b.jpg; tar -cPf ../evil.tar b.jpg ../a.jpg; cd ..; rm a.jpg"
        _ = try await Command.run("/bin/sh", ["-c", script], in: folder.path).standardOutput(orThrow: "tar")
        let content = try ByteView(contentsOf: folder("evil.tar")).elements(as: UInt8.self)
        let server = try ServedFile(content).serve()
        let run = try await fetch(server.address + "/evil.tar", to: folder("out"))
        #expect(run.exitCode == 0, "\(run.standardError)")
        #expect(
            run.standardError.contains("warning: skipped members with absolute or unsafe names: 1, first '../a.jpg'"))
        #expect(try Folder.names(in: folder("out")) == ["b.jpg"])
        #expect(FileStatus(of: folder("a.jpg")) == .missing)
    }
}
