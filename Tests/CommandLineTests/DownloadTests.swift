import Support
import TestSupport
import Testing

@Suite("repvit-convert download")
struct DownloadTests {
    /// The smallest safetensors file: an empty header.
    private static let weights: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8)

    private func download(from endpoint: String, to folder: String) async throws -> Command {
        try await Command.repvitConvert(
            "download", "m0_9", "-o", folder, environment: ["no_proxy": "127.0.0.1", "HF_ENDPOINT": endpoint])
    }

    @Test("A web page is not taken for weights, and does not stay when it is gone")
    func webPage() async throws {
        let folder = TemporaryFolder()
        let file = ServedFile(Array("<html>log in</html>".utf8))
        let server = try file.serve()
        let portal = try await download(from: server.address, to: folder.path)
        #expect(portal.exitCode == 2 && portal.standardError.contains("returned a web page instead of the file"))
        #expect(try Folder.names(in: folder.path).isEmpty)
        file.change { $0.content = Self.weights }
        let whole = try await download(from: server.address, to: folder.path)
        #expect(whole.exitCode == 0, "\(whole.standardError)")
        let again = try await download(from: server.address, to: folder.path)
        #expect(again.exitCode == 0 && again.standardError.contains("already downloaded"))
        #expect(server.requests.count == 2)
    }

    @Test("Weights that are cut by a wrong Content-Length are refused")
    func cutWeights() async throws {
        let folder = TemporaryFolder()
        let server = try TestServer { _, _ in .init(body: Self.weights, length: Self.weights.count - 1) }
        let run = try await download(from: server.address, to: folder.path)
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
        #expect(try Folder.names(in: folder.path).isEmpty)
    }

    @Test("Ctrl-C ends a download with 130")
    func interrupted() async throws {
        let folder = TemporaryFolder()
        let server = try TestServer { _, _ in .init("503 Busy", headers: ["Retry-After: 30"]) }
        let run = try await Command.run(
            "timeout",
            ["--signal=INT", "--preserve-status", "1", Package.executable, "download", "m0_9", "-o", folder.path],
            environment: ["no_proxy": "127.0.0.1", "HF_ENDPOINT": server.address])
        #expect(run.exitCode == 130, "\(run.standardError)")
        #expect(try Folder.names(in: folder.path).isEmpty)
    }

    @Test("A proxy is asked in place of the hub")
    func proxy() async throws {
        let folder = TemporaryFolder()
        let proxy = try ServedFile(Self.weights).serve()
        let run = try await Command.repvitConvert(
            "download", "m0_9", "-o", folder.path,
            environment: ["no_proxy": nil, "http_proxy": proxy.address, "HF_ENDPOINT": "http://hub.invalid"])
        #expect(run.exitCode == 0, "\(run.standardError)")
        #expect(proxy.requests.first?.path.hasPrefix("http://hub.invalid/timm/repvit_m0_9") == true)
    }

    @Test("Images that are missing are told before weights are downloaded")
    func missingImages() async throws {
        let folder = TemporaryFolder()
        let server = try ServedFile(Self.weights).serve()
        let run = try await Command.repvitConvert(
            "prepare", "m0_9", "--images", folder("nope"), "--work", folder("work"),
            environment: ["no_proxy": "127.0.0.1", "HF_ENDPOINT": server.address])
        #expect(run.exitCode == 2 && run.standardError.contains("nope: error: no such file"))
        #expect(server.requests.isEmpty)
    }

    @Test(
        "A published .bin resumes, counts only when it is whole, and can be inspected and compared",
        .enabled(if: VendorToolchain.folder != nil, Comment(rawValue: VendorToolchain.absence)))
    func compiledModel() async throws {
        let folder = TemporaryFolder()
        try Folder.create(folder("build"))
        let built = try await VendorToolchain.buildSmallModel(in: folder("build"))
        let bytes = try ByteView(contentsOf: built).elements(as: UInt8.self)
        let file = ServedFile(Array("<html>log in</html>".utf8))
        let server = try file.serve()
        func download(_ arguments: String...) async throws -> Command {
            try await Command.run(
                Package.executable,
                ["download", "--bin", "--base-url", server.address + "/x5/", "-o", folder("model")] + arguments,
                environment: ["no_proxy": "127.0.0.1"])
        }
        #expect(try await download("m0_9").exitCode == 2)
        #expect(try Folder.names(in: folder("model")).isEmpty)

        file.change { $0 = .init(bytes) }
        file.change { $0.cuts = [1000, 100_000] }
        let all = try await download("--all")
        #expect(all.exitCode == 0, "\(all.standardError)")
        let names = ["m0_9", "m1_0", "m1_1"].map { "RepViT_\($0)_224x224_nv12.bin" }
        #expect(all.standardOutput == names.map { folder("model/\($0)\n") }.joined())
        #expect(server.requests.last?.path == "/x5/\(names[2])")
        #expect(try await download("m0_9").standardError.contains("already downloaded"))

        let path = folder("model/\(names[0])")
        let inspected = try await Command.repvitConvert("inspect", path)
        #expect(inspected.exitCode == 0 && inspected.standardOutput.contains("bayes-e"))
        let compared = try await Command.repvitConvert("compare", path, built)
        #expect(compared.exitCode == 0 && compared.standardOutput.contains("the BPU programs are identical"))
    }

    @Test("A variant that is not published says which are")
    func unpublished() async throws {
        let run = try await Command.repvitConvert("download", "m1_5", "--bin")
        #expect(run.exitCode == 64 && run.standardError.contains("choose one of m0_9, m1_0, m1_1"))
    }
}
