import Foundation
import Support
import Testing
import TestSupport

/// `calibration fetch` as it is run, against a server that misbehaves as told.
@Suite("Fetching photographs")
struct CalibrationFetchTests {
    private struct Report: Decodable {
        var count: Int
        var archive_sha256: String
    }

    /// An archive of three pictures drawn by the program itself.
    private func archive(in folder: TemporaryFolder) async throws -> [UInt8] {
        _ = try await Command.repvitConvert("calibration", "demo-images", "--count", "3", "-o", folder("demo"))
            .standardOutput(orThrow: "demo-images")
        _ = try await Command.run("tar", ["-czf", "photos.tgz", "-C", folder("demo"), "."], in: folder.path)
            .standardOutput(orThrow: "tar")
        return try ByteView(contentsOf: folder("photos.tgz")).elements(as: UInt8.self)
    }

    @Test("A download that breaks off is resumed, checked and unpacked")
    func resumed() async throws {
        let folder = TemporaryFolder()
        let content = try await archive(in: folder)
        let digest = SHA256.hash(ByteView(content)).description
        let server = HubServer(.init(content: content, cuts: [content.count / 3, content.count / 3]))
        let address = try await server.start() + "/sets/photos.tgz"
        let run = try await Command.repvitConvert(
            "calibration", "fetch", address, "--checksum", digest, "-o", folder("photos"), "--format", "json",
            environment: ["no_proxy": "127.0.0.1", "HF_TOKEN": "secret"])
        #expect(run.exitCode == 0, "\(run.standardError)")
        let report = try JSONDecoder().decode(Report.self, from: Data(run.standardOutput.utf8))
        #expect(report.count == 3 && report.archive_sha256 == digest)
        #expect(
            try Folder.names(in: folder("photos"))
                == (try Folder.names(in: folder("demo")).filter { !$0.hasPrefix(".") }))
        let requests = await server.requests
        #expect(requests.count == 3 && requests[1].range == "bytes=\(content.count / 3)-")
        #expect(requests.allSatisfy { $0.authorization == nil && $0.path == "/sets/photos.tgz" })
        // Nothing of the archive is left, and a folder with something in it is not touched.
        #expect(try Folder.names(in: folder.path) == ["demo", "photos", "photos.tgz"])
        let again = try await Command.repvitConvert("calibration", "fetch", address, "-o", folder("photos"))
        #expect(again.exitCode == 2)
        await server.stop()
    }

    @Test("Another checksum, no archive, no file and no server are one clear error each")
    func failures() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Array("no archive".utf8)))
        let address = try await server.start() + "/a.tgz"
        func fetch(_ arguments: String...) async throws -> Command {
            try await Command.run(
                Package.executable, ["calibration", "fetch"] + arguments + ["-o", folder("out")],
                environment: ["no_proxy": "127.0.0.1"])
        }
        let wrong = try await fetch(address, "--checksum", String(repeating: "0", count: 64))
        #expect(wrong.exitCode == 2 && wrong.standardError.contains("is expected"))
        let none = try await fetch(address)
        #expect(none.exitCode == 2 && none.standardError.contains("archive"))
        await server.change { $0.statuses = [404] }
        try? Folder.removeFile(folder("out.archive"))
        try? Folder.removeFile(folder("out.archive.download.json"))
        let missing = try await fetch(address)
        #expect(missing.exitCode == 2 && missing.standardError.contains("no such file"))
        await server.stop()
        #expect(try await fetch("nonsense").exitCode == 64)
        #expect(try await fetch("ftp://example.org/a.tgz").exitCode == 64)
        #expect(try await fetch(address, "--checksum", "12").exitCode == 64)
        #expect(!Folder.exists(folder("out")))
    }
}
