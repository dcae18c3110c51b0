import Diagnostics
import Downloads
import Support
import Synchronization
import TestSupport
import Testing

@Suite("Downloading from the model hub")
struct HubTests {
    @Test("The address names the repository, the revision and the file; progress ends at the size")
    func address() async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Client.content).serve()
        let seen = Mutex<[Int]>([])
        let file = try await Client.fromHub(server.address, to: folder("file")) { progress in
            #expect(progress.unit == .bytes && progress.total == Client.content.count)
            #expect(progress.label == "downloading timm/some_model/model.safetensors")
            seen.withLock { $0.append(progress.completed) }
        }
        try Client.expectWhole(folder)
        #expect(file.url == server.address + "/timm/some_model/resolve/main/model.safetensors")
        let completed = seen.withLock { $0 }
        #expect(completed == completed.sorted() && completed.last == Client.content.count)
    }

    @Test("Without a path the file goes to the user's cache")
    func cache() async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Client.content).serve()
        let environment = ["HF_ENDPOINT": server.address, "XDG_CACHE_HOME": folder.path]
        let file = try await HubClient(environment: environment)
            .download("f", of: "a/b", revision: "v2", validate: Client.validate)
        #expect(file.path == folder("repvit-convert/hub/a/b/v2/f"))
    }

    @Test("An announced hash is compared, and a file with another is not kept")
    func wrongHash() async throws {
        let folder = TemporaryFolder()
        let announced = String(repeating: "ab", count: 32)
        let server = try ServedFile(Client.content) { $0.linkedETag = "\"\(announced)\"" }.serve()
        let error = await Client.failure { try await Client.fromHub(server.address, to: folder("file")) }
        #expect(error?.code == .wrongHash)
        #expect(error?.message.contains(announced) == true && error?.message.contains(Client.hash) == true)
        #expect(try Folder.names(in: folder.path).isEmpty)
    }

    @Test("The right hash passes, as the hub's own validator or the server's", arguments: [true, false])
    func rightHash(isLinked: Bool) async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Client.content) {
            if isLinked { $0.linkedETag = "\"\(Client.hash)\"" } else { $0.etag = "\"\(Client.hash)\"" }
        }.serve()
        _ = try await Client.fromHub(server.address, to: folder("file"))
        try Client.expectWhole(folder)
    }

    @Test("A redirection to another server is followed; its hash counts, and the token stays with the hub")
    func redirection() async throws {
        let folder = TemporaryFolder()
        let store = try ServedFile(Client.content) { $0.cuts = [100_000] }.serve()
        let hub = try TestServer { _, _ in
            .init(
                "302 Found",
                headers: [
                    "Location: \(store.address)/bucket/object", "X-Linked-Etag: \"\(Client.hash)\"",
                    "X-Repo-Commit: 0123abcd",
                ], text: "Found. Redirecting to another server")
        }
        let file = try await Client.fromHub(hub.address, to: folder("file"), token: "secret")
        try Client.expectWhole(folder)
        #expect(file.commit == "0123abcd")
        #expect(hub.requests.map { $0.headers["authorization"] } == ["Bearer secret", "Bearer secret"])
        #expect(store.requests.map { $0.headers["authorization"] } == [nil, nil])
        #expect(store.requests.map(\.rangeStart) == [nil, 100_000])
    }

    @Test("Redirections in a circle, or to something other than http(s), are not followed")
    func badRedirection() async throws {
        let folder = TemporaryFolder()
        for target in ["/again", "file:///etc/passwd", "ftp://127.0.0.1/file"] {
            let server = try TestServer { _, _ in .init("302 Found", headers: ["Location: \(target)"]) }
            let error = await Client.failure { try await Client.fromHub(server.address, to: folder("file")) }
            #expect(error?.code == .refused, "\(target)")
            #expect(server.requests.count <= 6)
        }
        #expect(try Folder.names(in: folder.path).isEmpty)
    }

    @Test("Without a network the fix names the other sources of weights")
    func offline() async throws {
        let folder = TemporaryFolder()
        let error = await Client.failure { try await Client.fromHub("http://127.0.0.1:9", to: folder("file")) }
        #expect(error?.code == .unreachable)
        #expect(error?.fix?.contains("--weights FILE or --weights seeded") == true)
        #expect(try Folder.names(in: folder.path).isEmpty)
    }

    @Test("Endpoints of other kinds are refused", arguments: ["huggingface.co", "ftp://x", "http://", "file:///x"])
    func endpoint(text: String) throws {
        let error = #expect(throws: DownloadError.self) { try HubClient(environment: ["HF_ENDPOINT": text]) }
        #expect(error?.code == .invalidAddress && error?.message.contains("HF_ENDPOINT") == true)
    }

    @Test("Names that lead elsewhere are refused", arguments: ["../x", "a//b", "", "a/./b"])
    func name(text: String) async throws {
        let hub = try Client.hub("http://127.0.0.1:9")
        let error = await Client.failure {
            try await hub.download(text, of: "a/b", to: "/nonexistent/f", validate: { _ in })
        }
        #expect(error?.code == .invalidAddress)
    }
}
