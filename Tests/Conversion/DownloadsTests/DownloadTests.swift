import Diagnostics
import Downloads
import Support
import Synchronization
import TestSupport
import Testing

@Suite("Downloading a file")
struct DownloadTests {
    @Test("A file arrives whole, with its hash and its address")
    func whole() async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Client.content).serve()
        let file = try await Client.content(of: server, to: folder("file"))
        try Client.expectWhole(folder)
        #expect(file.sha256 == Client.hash && file.isFresh && file.bytes == Client.content.count)
        #expect(file.url == server.address + "/file")
        #expect(server.requests.map(\.path) == ["/file"])
        #expect(server.requests[0].headers["accept-encoding"] == "identity")
    }

    @Test("A downloaded file is not downloaded again, even without a network")
    func present() async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Client.content).serve()
        _ = try await Client.content(of: server, to: folder("file"))
        server.stop()
        let again = try await Client.content(of: server, to: folder("file"))
        #expect(!again.isFresh && again.sha256 == Client.hash)
        #expect(server.requests.count == 1)
    }

    @Test("A downloaded file that is not valid is downloaded again")
    func invalidCache() async throws {
        let folder = TemporaryFolder()
        let file = ServedFile(Array("<html>log in</html>".utf8))
        let server = try file.serve()
        let remote = try RemoteFile(url: server.address + "/file", sizeLimit: 1 << 20) { _ in }
        _ = try await Client.downloader().download(remote, to: folder("file"))
        file.change { $0.content = Client.content }
        #expect(try await Client.content(of: server, to: folder("file")).isFresh)
        try Client.expectWhole(folder)
    }

    @Test("A file that another program put there is left alone")
    func occupied() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("mine", to: folder("file"))
        let server = try ServedFile(Client.content).serve()
        let error = await Client.failure { try await Client.content(of: server, to: folder("file")) }
        #expect(error?.code == .occupied && server.requests.isEmpty)
        #expect(try Client.bytes(folder("file")) == Array("mine".utf8))
    }

    @Test("A cut connection is resumed where it broke off")
    func cut() async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Client.content) { $0.cuts = [100_000, 50_000] }.serve()
        _ = try await Client.content(of: server, to: folder("file"))
        try Client.expectWhole(folder)
        #expect(server.requests.map(\.rangeStart) == [nil, 100_000, 150_000])
        #expect(server.requests[1].headers["if-range"] == "\"v1\"")
    }

    @Test("The next run resumes where the last one broke off")
    func nextRun() async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Client.content) { $0.cuts = [100_000] }.serve()
        let error = await Client.failure { try await Client.content(of: server, to: folder("file"), attempts: 1) }
        #expect(error?.code == .interrupted && error?.fix?.contains(folder("file.partial")) == true)
        #expect(try Client.bytes(folder("file.partial")) == Array(Client.content.prefix(100_000)))
        _ = try await Client.content(of: server, to: folder("file"), attempts: 1)
        try Client.expectWhole(folder)
        #expect(server.requests.map(\.rangeStart) == [nil, 100_000])
    }

    @Test("Bytes without a strong validator are not kept for the next run", arguments: [nil, "W/\"v1\""])
    func notResumable(etag: String?) async throws {
        let folder = TemporaryFolder()
        let file = ServedFile(Client.content) {
            $0.etag = etag
            $0.cuts = [100_000]
        }
        let server = try file.serve()
        let error = await Client.failure { try await Client.content(of: server, to: folder("file"), attempts: 1) }
        #expect(error?.code == .interrupted)
        #expect(try Folder.names(in: folder.path).isEmpty)
        file.change { $0.cuts = [100_000] }
        _ = try await Client.content(of: server, to: folder("file"))
        try Client.expectWhole(folder)
        #expect(server.requests.allSatisfy { $0.rangeStart == nil })
    }

    @Test("A server without ranges starts over")
    func noRanges() async throws {
        let folder = TemporaryFolder()
        let file = ServedFile(Client.content) {
            $0.cuts = [100_000]
            $0.knowsRanges = false
        }
        _ = try await Client.content(of: file.serve(), to: folder("file"))
        try Client.expectWhole(folder)
    }

    @Test("A partial file that is too long starts over")
    func tooLong() async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Client.content) { $0.cuts = [100_000] }.serve()
        _ = await Client.failure { try await Client.content(of: server, to: folder("file"), attempts: 1) }
        try AtomicFile.write(Client.content + [1, 2, 3], to: folder("file.partial"))
        _ = try await Client.content(of: server, to: folder("file"))
        try Client.expectWhole(folder)
    }

    @Test("A file with another checksum is refused and not kept")
    func checksum() async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Client.content).serve()
        let error = await Client.failure {
            try await Client.content(of: server, to: folder("file")) {
                $0.checksum = .md5(String(repeating: "0", count: 32))
            }
        }
        #expect(error?.code == .wrongHash)
        #expect(try Folder.names(in: folder.path).isEmpty)
        _ = try await Client.content(of: server, to: folder("file")) { $0.checksum = .sha256(Client.hash) }
        try Client.expectWhole(folder)
    }

    @Test(
        "A busy server is asked again, whatever delay it names",
        arguments: ["0", "-1", "nan", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"])
    func busy(retryAfter: String) async throws {
        let folder = TemporaryFolder()
        let file = ServedFile(Client.content) {
            $0.statuses = ["503 Busy", "429 Too Many Requests"]
            $0.retryAfter = retryAfter
        }
        _ = try await Client.content(of: file.serve(), to: folder("file"))
        try Client.expectWhole(folder)
    }

    @Test(
        "A refusal names the status and what to do, and leaves nothing",
        arguments: [
            ("404 Not Found", .notFound), ("401 Unauthorized", .notAllowed), ("403 Forbidden", .notAllowed),
            ("418 Teapot", .refused), ("204 No Content", .refused),
        ] as [(String, DownloadError.Code)])
    func refusal(status: String, code: DownloadError.Code) async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Client.content) { $0.statuses = [status] }.serve()
        let error = await Client.failure { try await Client.content(of: server, to: folder("file")) }
        #expect(error?.code == code && error?.message.contains("HTTP \(status.prefix(3))") == true)
        #expect(error?.fix?.isEmpty == false)
        #expect(try Folder.names(in: folder.path).isEmpty)
        #expect(server.requests.count == 1)
    }

    @Test("Two downloads of one file do not disturb each other")
    func locked() async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Client.content) {
            $0.statuses = ["503 Busy"]
            $0.retryAfter = "1"
        }.serve()
        async let first = Client.content(of: server, to: folder("file"))
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        let error = await Client.failure { try await Client.content(of: server, to: folder("file")) }
        #expect(error?.code == .busy)
        _ = try await first
        try Client.expectWhole(folder)
    }

    @Test("A cancelled download stops at once and keeps what it has")
    func cancelled() async throws {
        let folder = TemporaryFolder()
        let server = try TestServer { _, index in
            index == 0
                ? .init(headers: ["ETag: \"v1\""], body: Array(Client.content.prefix(100_000)), length: 300_000)
                : .init("503 Busy", headers: ["Retry-After: 20"])
        }
        let task = Task { try await Client.content(of: server, to: folder("file")) }
        while server.requests.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
        let start = ContinuousClock.now
        task.cancel()
        let error = await Client.failure { try await task.value }
        #expect(error?.code == .cancelled && error?.exitStatus == .interrupted)
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(try Client.bytes(folder("file.partial")).count == 100_000)
    }

    @Test("Addresses of other kinds are refused", arguments: ["huggingface.co", "ftp://x/y", "http://", "file:///x"])
    func address(text: String) throws {
        let error = #expect(throws: DownloadError.self) { try RemoteFile(url: text, sizeLimit: 1) { _ in } }
        #expect(error?.code == .invalidAddress && error?.exitStatus == .usage)
    }
}
