import Diagnostics
import Downloads
import Foundation
import Support
import Synchronization
import Testing
import TestSupport

@Suite("Downloading from a hub")
struct DownloadTests {
    private static let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    private static let hash = SHA256.hash(ByteView(content)).description

    private func client(_ endpoint: String, token: String? = nil, attempts: Int = 3) throws -> HubClient {
        var environment = ["HF_ENDPOINT": endpoint]
        environment["HF_TOKEN"] = token
        return try HubClient(
            environment: environment, retries: .init(attempts: attempts, firstDelay: .milliseconds(20)), idleTimeout: 5)
    }

    private func download(
        _ server: HubServer, to path: String, token: String? = nil, attempts: Int = 3
    ) async throws -> DownloadedFile {
        let endpoint = try await server.start()
        return try await client(endpoint, token: token, attempts: attempts)
            .download("model.safetensors", of: "timm/some_model", to: path)
    }

    /// What a download throws; `nil`, and an issue, if it throws nothing.
    private func failure(_ download: () async throws -> DownloadedFile) async -> HubError? {
        do {
            let file = try await download()
            Issue.record("\(file.path) was downloaded without an error")
            return nil
        } catch {
            return error as? HubError
        }
    }

    private func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

    /// Nothing but the file and its record is left.
    private func expectWhole(_ folder: TemporaryFolder) throws {
        #expect(try bytes(folder("m.safetensors")) == Self.content)
        #expect(try Folder.names(in: folder.path) == ["m.safetensors", "m.safetensors.download.json"])
    }

    @Test("A file comes whole, with its hash and where it is from")
    func whole() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Self.content))
        let file = try await download(server, to: folder("m.safetensors"))
        try expectWhole(folder)
        #expect(file.sha256 == Self.hash)
        #expect(file.isFresh)
        #expect(file.bytes == Self.content.count)
        #expect(await server.requests.map(\.path) == ["/timm/some_model/resolve/main/model.safetensors"])
        #expect(file.url.hasSuffix("/timm/some_model/resolve/main/model.safetensors"))
    }

    @Test("Progress ends at the file's size")
    func progress() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Self.content))
        let seen = Mutex<[Int]>([])
        let endpoint = try await server.start()
        _ = try await client(endpoint).download("f", of: "a/b", to: folder("f")) { progress in
            #expect(progress.unit == .bytes && progress.total == Self.content.count)
            seen.withLock { $0.append(progress.completed) }
        }
        let completed = seen.withLock { $0 }
        #expect(completed == completed.sorted() && completed.last == Self.content.count)
    }

    @Test("What is there already is not fetched again, even without a network")
    func present() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Self.content))
        let endpoint = try await server.start()
        let hub = try client(endpoint)
        _ = try await hub.download("f", of: "a/b", to: folder("f"))
        await server.stop()
        let again = try await hub.download("f", of: "a/b", to: folder("f"))
        #expect(!again.isFresh)
        #expect(again.sha256 == Self.hash)
        #expect(await server.requests.count == 1)
    }

    @Test("A file that somebody else put there is left alone")
    func occupied() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("mine", to: folder("f"))
        let hub = try client("http://127.0.0.1:9")
        await #expect(throws: HubError.occupied(path: folder("f"))) {
            try await hub.download("f", of: "a/b", to: folder("f"))
        }
        #expect(try bytes(folder("f")) == Array("mine".utf8))
    }

    @Test("A cut connection is resumed where it broke off")
    func cut() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Self.content, cuts: [100_000, 50_000]))
        _ = try await download(server, to: folder("m.safetensors"))
        try expectWhole(folder)
        let requests = await server.requests
        #expect(requests.count == 3)
        #expect(requests[0].range == nil)
        let starts = requests.dropFirst().compactMap { $0.range }
        #expect(starts == ["bytes=100000-", "bytes=150000-"])
        #expect(requests[1].ifRange == "\"v1\"")
    }

    @Test("The next run goes on where the last one was cut")
    func nextRun() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Self.content, cuts: [100_000]))
        let endpoint = try await server.start()
        let impatient = try client(endpoint, attempts: 1)
        let error = await failure { try await impatient.download("f", of: "a/b", to: folder("m.safetensors")) }
        guard case .interrupted(_, let partial, let received, _, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(partial == folder("m.safetensors.partial"))
        #expect(received == 100_000)
        #expect(try bytes(folder("m.safetensors.partial")) == Array(Self.content.prefix(100_000)))
        _ = try await impatient.download("f", of: "a/b", to: folder("m.safetensors"))
        try expectWhole(folder)
        #expect(await server.requests.last?.range == "bytes=100000-")
    }

    @Test("A server that knows no ranges starts over")
    func noRanges() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Self.content, cuts: [100_000], honoursRange: false))
        _ = try await download(server, to: folder("m.safetensors"))
        try expectWhole(folder)
    }

    @Test("A file that changed in the meantime starts over")
    func changed() async throws {
        let folder = TemporaryFolder()
        let old = [UInt8](repeating: 7, count: 200_000)
        let server = HubServer(.init(content: old, etag: "\"v0\"", cuts: [100_000]))
        let endpoint = try await server.start()
        let impatient = try client(endpoint, attempts: 1)
        await #expect(throws: HubError.self) {
            try await impatient.download("f", of: "a/b", to: folder("m.safetensors"))
        }
        await server.change {
            $0.content = Self.content
            $0.etag = "\"v1\""
        }
        _ = try await impatient.download("f", of: "a/b", to: folder("m.safetensors"))
        try expectWhole(folder)
    }

    @Test("A weak validator is not trusted with a range")
    func weak() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Self.content, etag: "W/\"v1\"", cuts: [100_000]))
        _ = try await download(server, to: folder("m.safetensors"))
        try expectWhole(folder)
        #expect(await server.requests.allSatisfy { $0.range == nil })
    }

    @Test("A partial file that is too long starts over")
    func tooLong() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Self.content, cuts: [100_000]))
        let endpoint = try await server.start()
        let impatient = try client(endpoint, attempts: 1)
        await #expect(throws: HubError.self) {
            try await impatient.download("f", of: "a/b", to: folder("m.safetensors"))
        }
        try AtomicFile.write(Self.content + [1, 2, 3], to: folder("m.safetensors.partial"))
        _ = try await client(endpoint).download("f", of: "a/b", to: folder("m.safetensors"))
        try expectWhole(folder)
    }

    @Test("The announced hash is compared, and a wrong file is not kept")
    func wrongHash() async throws {
        let folder = TemporaryFolder()
        let announced = String(repeating: "ab", count: 32)
        let server = HubServer(.init(content: Self.content, linkedEtag: "\"\(announced)\""))
        let error = await failure { try await download(server, to: folder("m.safetensors")) }
        guard case .wrongHash(_, let expected, let found) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(expected == announced && found == Self.hash)
        #expect(try Folder.names(in: folder.path).isEmpty)
    }

    @Test("The right hash passes, as the hub's own validator or the server's", arguments: [true, false])
    func rightHash(isLinked: Bool) async throws {
        let folder = TemporaryFolder()
        var behaviour = HubServer.Behaviour(content: Self.content)
        if isLinked { behaviour.linkedEtag = "\"\(Self.hash)\"" } else { behaviour.etag = "\"\(Self.hash)\"" }
        _ = try await download(HubServer(behaviour), to: folder("m.safetensors"))
        try expectWhole(folder)
    }

    @Test("A redirection to another server is followed; the hash is noted, and the token stays at home")
    func redirection() async throws {
        let folder = TemporaryFolder()
        let store = HubServer(.init(content: Self.content, cuts: [100_000]))
        let storeAddress = try await store.start()
        let hub = HubServer(
            .init(content: [], linkedEtag: "\"\(Self.hash)\"", redirection: "\(storeAddress)/bucket/object"))
        let file = try await download(hub, to: folder("m.safetensors"), token: "secret")
        try expectWhole(folder)
        #expect(file.commit == "0123abcd")
        #expect(await hub.requests.allSatisfy { $0.authorization == "Bearer secret" })
        let requests = await store.requests
        #expect(requests.map(\.authorization) == [nil, nil])
        #expect(requests.map(\.range) == [nil, "bytes=100000-"])
    }

    @Test("A circle of redirections ends")
    func circle() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: [], redirection: "/again"))
        let error = await failure { try await download(server, to: folder("f")) }
        guard case .redirect = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("A busy server is asked again")
    func busy() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Self.content, statuses: [503, 429], retryAfter: "0"))
        _ = try await download(server, to: folder("m.safetensors"))
        try expectWhole(folder)
    }

    @Test("What the hub refuses is told, with what to do, and nothing is left", arguments: [404, 401, 403, 418])
    func refusal(status: Int) async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Self.content, statuses: [status]))
        let error = await failure { try await download(server, to: folder("f")) }
        switch (status, error) {
        case (404, .notFound), (401, .notAllowed), (403, .notAllowed), (418, .refused(_, 418)): break
        default: Issue.record("\(String(describing: error))")
        }
        #expect(error?.fix?.isEmpty == false)
        #expect(try Folder.names(in: folder.path).isEmpty)
        #expect(await server.requests.count == 1)
    }

    @Test("Without a network the fix names the other sources of weights")
    func offline() async throws {
        let folder = TemporaryFolder()
        let hub = try client("http://127.0.0.1:9")
        let error = await failure { try await hub.download("f", of: "a/b", to: folder("f")) }
        guard case .unreachable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.fix?.contains("--weights FILE or --weights seeded") == true)
        #expect(try Folder.names(in: folder.path).isEmpty)
    }

    @Test("Two downloads of one file do not get in each other's way")
    func locked() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Self.content, statuses: [503, 503], retryAfter: "1"))
        let endpoint = try await server.start()
        let hub = try client(endpoint, attempts: 5)
        async let first = hub.download("f", of: "a/b", to: folder("m.safetensors"))
        while await server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        await #expect(throws: HubError.busy(path: folder("m.safetensors"))) {
            try await hub.download("f", of: "a/b", to: folder("m.safetensors"))
        }
        _ = try await first
        try expectWhole(folder)
    }

    @Test("A cancelled download keeps what it has")
    func cancelled() async throws {
        let folder = TemporaryFolder()
        let server = HubServer(.init(content: Self.content, statuses: [503], retryAfter: "20"))
        let endpoint = try await server.start()
        let hub = try client(endpoint)
        let task = Task { try await hub.download("f", of: "a/b", to: folder("f")) }
        while await server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: HubError.cancelled(partial: folder("f.partial"))) { try await task.value }
    }

    @Test(
        "Endpoints that are no addresses are refused", arguments: ["huggingface.co", "ftp://x", "http://", "file:///x"])
    func endpoint(text: String) throws {
        #expect(throws: HubError.invalidEndpoint(text)) { try HubClient(environment: ["HF_ENDPOINT": text]) }
    }

    @Test("Names that lead elsewhere are refused", arguments: ["../x", "a//b", "", "a/./b"])
    func name(text: String) async throws {
        let hub = try client("http://127.0.0.1:9")
        await #expect(throws: HubError.invalidName(text)) {
            try await hub.download(text, of: "a/b", to: "/nonexistent/f")
        }
    }
}
