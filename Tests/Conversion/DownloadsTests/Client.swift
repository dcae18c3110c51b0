import Diagnostics
import Downloads
import Support
import Foundation
import TestSupport
import Testing

/// What the tests download, and how.
enum Client {
    static let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    static let hash = SHA256.hash(ByteView(content)).description

    struct NotTheContent: UserError {
        let message = "this is not the content"
    }

    /// Nothing but the content is valid.
    static let validate: @Sendable (String) throws -> Void = { path in
        guard try bytes(path) == content else { throw NotTheContent() }
    }

    static func downloader(attempts: Int = 3) -> Downloader {
        Downloader(retries: .init(attempts: attempts, firstDelay: .milliseconds(5)), idleTimeout: 5)
    }

    static func hub(_ endpoint: String, token: String? = nil, attempts: Int = 3) throws -> HubClient {
        var environment = ["HF_ENDPOINT": endpoint]
        environment["HF_TOKEN"] = token
        return try HubClient(environment: environment, downloader: downloader(attempts: attempts))
    }

    /// From the hub, any bytes.
    static func fromHub(
        _ endpoint: String, to path: String, token: String? = nil, attempts: Int = 3,
        progress: @escaping Diagnostics.Progress.Handler = { _ in }
    ) async throws -> DownloadedFile {
        try await hub(endpoint, token: token, attempts: attempts).download(
            "model.safetensors", of: "timm/some_model", to: path, validate: { _ in }, progress: progress)
    }

    /// From any server, nothing but the content.
    static func content(
        of server: TestServer, to path: String, attempts: Int = 3, sizeLimit: Int = 1 << 20,
        _ change: (inout RemoteFile) -> Void = { _ in }
    ) async throws -> DownloadedFile {
        var file = try RemoteFile(url: server.address + "/file", sizeLimit: sizeLimit, validate: validate)
        change(&file)
        return try await downloader(attempts: attempts).download(file, to: path)
    }

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

    /// What a download throws; `nil`, and an issue, if it succeeds or throws another kind of error.
    static func failure(_ download: () async throws -> DownloadedFile) async -> DownloadError? {
        await #expect(throws: DownloadError.self) { try await download() }
    }

    /// The content and its record are in the folder, and nothing else.
    static func expectWhole(_ folder: TemporaryFolder) throws {
        #expect(try bytes(folder("file")) == content)
        #expect(try Folder.names(in: folder.path) == ["file", "file.download.json"])
    }
}
