import Downloads
import Support
import TestSupport
import Testing

/// Each ends in bounded time, with one clear line, and nothing wrong is ever kept.
@Suite("Hostile servers", .timeLimit(.minutes(1)))
struct HostileServerTests {
    private static let content = Client.content
    private static let tag = "ETag: \"v1\""

    /// The error of a download, after which nothing that could be taken for the file is left.
    private func failure(
        of server: TestServer, sizeLimit: Int = 1 << 20, _ code: DownloadError.Code,
        _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let folder = TemporaryFolder()
        let error = await Client.failure {
            try await Client.content(of: server, to: folder("file"), sizeLimit: sizeLimit)
        }
        #expect(error?.code == code, "\(String(describing: error))", sourceLocation: location)
        #expect(error?.message.contains("\n") == false && error?.fix != nil, sourceLocation: location)
        #expect(FileStatus(of: folder("file")) == .missing, sourceLocation: location)
        #expect(try Folder.names(in: folder.path).isEmpty, sourceLocation: location)
    }

    @Test("A resume that is answered with another version starts over", arguments: ["\"v2\"", nil])
    func changedETag(etag: String?) async throws {
        let folder = TemporaryFolder()
        let old = [UInt8](repeating: 7, count: 300_000)
        // Ignores If-Range, as a faulty mirror does.
        let server = try TestServer { request, index in
            let headers = etag.map { ["ETag: \($0)"] } ?? []
            guard index > 0 else {
                return .init(headers: [Self.tag], body: Array(old.prefix(100_000)), length: old.count)
            }
            guard let start = request.rangeStart else { return .init(headers: headers, body: Self.content) }
            return .init(
                "206 Partial Content", headers: headers + ["Content-Range: bytes \(start)-299999/300000"],
                body: Array(Self.content[start...]))
        }
        _ = try await Client.content(of: server, to: folder("file"))
        try Client.expectWhole(folder)
        #expect(server.requests.map(\.rangeStart) == [nil, 100_000, nil])
    }

    @Test("A web page with status 200 is not the file")
    func webPage() async throws {
        let server = try TestServer { _, _ in
            .init(headers: [Self.tag, "Content-Type: text/html"], text: "\n<!DOCTYPE html><html>Log in</html>")
        }
        let folder = TemporaryFolder()
        let error = await Client.failure { try await Client.content(of: server, to: folder("file")) }
        #expect(error?.message == "\(server.address)/file returned a web page instead of the file")
        try await failure(of: server, .invalidContent)
    }

    @Test("A compressed body is not the file, and the message says what it is")
    func compressed() async throws {
        let server = try TestServer { _, _ in
            .init(headers: [Self.tag, "Content-Encoding: gzip"], body: [0x1F, 0x8B, 8, 0, 1, 2, 3])
        }
        let folder = TemporaryFolder()
        let error = await Client.failure { try await Client.content(of: server, to: folder("file")) }
        #expect(error?.message.contains("Content-Encoding: gzip") == true)
        try await failure(of: server, .invalidContent)
    }

    @Test("A Content-Length that is too small does not cut the file")
    func shortLength() async throws {
        let server = try TestServer { _, _ in
            .init(headers: [Self.tag], body: Self.content, length: Self.content.count - 1000)
        }
        try await failure(of: server, .invalidContent)
    }

    @Test("A Content-Length that is too large is never satisfied")
    func longLength() async throws {
        let server = try TestServer { request, _ in
            guard let start = request.rangeStart else {
                return .init(body: Self.content, length: Self.content.count + 1000)
            }
            return .init(
                "206 Partial Content", headers: ["Content-Range: bytes \(start)-300999/301000"], length: 1000)
        }
        try await failure(of: server, .interrupted)
    }

    @Test("A Content-Length that is no number, negative or beyond all sizes is refused")
    func absurdLength() async throws {
        for length in ["-5", "nonsense", "9223372036854775807", "99999999999999999999"] {
            let folder = TemporaryFolder()
            let server = try TestServer { _, _ in
                .init(headers: ["Content-Length: \(length)"], body: Self.content, length: nil)
            }
            await #expect(throws: DownloadError.self) {
                try await Client.content(of: server, to: folder("file")) { $0.checksum = .sha256("0") }
            }
            #expect(try Folder.names(in: folder.path).isEmpty, "\(length)")
        }
    }

    @Test("A server that cuts and refuses every resume is asked a bounded number of times")
    func rangeRefused() async throws {
        let server = try TestServer { request, _ in
            request.rangeStart != nil
                ? .init("416 Range Not Satisfiable", headers: ["Content-Range: bytes */300000"])
                : .init(headers: [Self.tag], body: Array(Self.content.prefix(100_000)), length: 300_000)
        }
        try await failure(of: server, .interrupted)
        #expect(server.requests.count <= 14)
    }

    @Test("A status of 416 to everything ends")
    func rangeRefusedForever() async throws {
        let server = try TestServer { _, _ in .init("416 Range Not Satisfiable") }
        try await failure(of: server, .interrupted)
        #expect(server.requests.count <= 5)
    }

    @Test(
        "A wrong range is not spliced in, and is asked for a bounded number of times",
        arguments: ["bytes 0-99999/300000", "bytes 200000-299999/300000", "bytes 5-1/3", "nonsense", ""])
    func wrongRange(range: String) async throws {
        let server = try TestServer { request, _ in
            request.rangeStart != nil
                ? .init(
                    "206 Partial Content", headers: [Self.tag, "Content-Range: \(range)"],
                    body: Array(Self.content.prefix(100_000)))
                : .init(headers: [Self.tag], body: Array(Self.content.prefix(100_000)), length: 300_000)
        }
        try await failure(of: server, .interrupted)
        #expect(server.requests.count <= 14)
    }

    @Test("A server without ranges that never finishes is asked a bounded number of times")
    func neverWhole() async throws {
        let server = try TestServer { _, index in
            .init(headers: [Self.tag], body: Array(Self.content.prefix(1000 * (index + 1))), length: 300_000)
        }
        try await failure(of: server, .interrupted)
        #expect(server.requests.count <= 14)
    }

    @Test("A stream without end is cut off at the size limit", arguments: [true, false])
    func endless(hasETag: Bool) async throws {
        let server = try TestServer { _, _ in
            var reply = TestServer.Reply(headers: hasETag ? [Self.tag] : [], body: Self.content, length: nil)
            reply.isEndless = true
            return reply
        }
        try await failure(of: server, .tooLarge)
        #expect(server.requests.count == 1)
    }

    @Test("A file announced as larger than the limit is refused before it comes")
    func tooLarge() async throws {
        let server = try TestServer { _, _ in .init(headers: [Self.tag], body: Self.content) }
        try await failure(of: server, sizeLimit: 299_999, .tooLarge)
    }

    @Test("A stream without length that is whole is downloaded")
    func noLength() async throws {
        let folder = TemporaryFolder()
        let server = try TestServer { _, _ in .init(body: Self.content, length: nil) }
        _ = try await Client.content(of: server, to: folder("file"))
        try Client.expectWhole(folder)
    }

    @Test("A connection that is cut every 64 KiB still ends with the whole file")
    func cutOften() async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Self.content) { $0.cuts = Array(repeating: 65_536, count: 100) }.serve()
        _ = try await Client.content(of: server, to: folder("file"))
        try Client.expectWhole(folder)
        #expect(server.requests.count == 5)
    }

    @Test("An answer that is not HTTP, or none, is one clear error")
    func garbage() async throws {
        let mute = try TestServer { _, _ in .init("", length: nil) }
        let folder = TemporaryFolder()
        await #expect(throws: DownloadError.self) { try await Client.content(of: mute, to: folder("file")) }
        #expect(try Folder.names(in: folder.path).isEmpty)
    }

    @Test("A file that disappears during a resume keeps what is there for later")
    func disappears() async throws {
        let folder = TemporaryFolder()
        let server = try TestServer { _, index in
            index == 0
                ? .init(headers: [Self.tag], body: Array(Self.content.prefix(100_000)), length: 300_000)
                : .init("404 Not Found")
        }
        let error = await Client.failure { try await Client.content(of: server, to: folder("file")) }
        #expect(error?.code == .notFound)
        #expect(try Folder.names(in: folder.path) == ["file.partial", "file.partial.json"])
    }
}
