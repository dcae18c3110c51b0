package import Diagnostics
internal import Support
internal import FoundationEssentials

/// Downloads files of repositories from the model hub, or from a mirror with the same interface.
package struct HubClient: Sendable {
    /// Enough for the weights of any classifier.
    private static let sizeLimit = 4 << 30

    private let endpoint: HubEndpoint
    private let downloader: Downloader
    private let cacheFolder: String

    /// - Parameter environment: `HF_ENDPOINT` names another server than `https://huggingface.co`; `HF_TOKEN` is sent to
    ///   it and to no other. The process's own environment if `nil`.
    /// - Throws: ``DownloadError`` if `HF_ENDPOINT` is not an http or https address.
    package init(environment: [String: String]? = nil, downloader: Downloader = Downloader()) throws {
        let environment = environment ?? ProcessInfo.processInfo.environment
        let named = environment["HF_ENDPOINT"].flatMap { $0.isEmpty ? nil : $0 }
        endpoint = try HubEndpoint(named ?? HubEndpoint.standard, token: environment["HF_TOKEN"])
        self.downloader = downloader
        cacheFolder = CacheFolder.path { environment[$0] }
    }

    /// Downloads one file.
    ///
    /// - Parameters:
    ///   - file: its path in the repository.
    ///   - repository: `owner/name`.
    ///   - revision: a branch, a tag or a commit.
    ///   - path: where the file is put; in the user's cache, which all work folders share, if `nil`.
    ///   - validate: throws if the file at a path is not what was asked for.
    /// - Throws: ``DownloadError``, ``FileError``.
    package func download(
        _ file: String, of repository: String, revision: String = "main", to path: String? = nil,
        validate: @escaping @Sendable (_ path: String) throws -> Void,
        progress: @escaping Diagnostics.Progress.Handler = { _ in }
    ) async throws -> DownloadedFile {
        let address = try endpoint.address(of: file, in: repository, revision: revision)
        var remote = try RemoteFile(
            url: address, name: "\(repository)/\(file)", sizeLimit: Self.sizeLimit, validate: validate)
        remote.token = endpoint.token
        remote.announcesHash = true
        let path = path ?? Path.join(cacheFolder, "hub", repository, revision, file)
        do {
            return try await downloader.download(remote, to: path, progress: progress)
        } catch var error as DownloadError {
            error.fix = advice(on: error)
            throw error
        }
    }

    /// What to do about a failed download of weights.
    private func advice(on error: DownloadError) -> String? {
        let alternative = "or use --weights FILE or --weights seeded"
        return switch error.code {
        case .unreachable: "check the network, the proxy and HF_ENDPOINT, \(alternative)"
        case .interrupted, .refused, .libraryMissing: error.fix.map { "\($0), \(alternative)" }
        case .notFound: "check the variant, the revision and HF_ENDPOINT"
        case .notAllowed where endpoint.token != nil: "check that HF_TOKEN is valid and may read this repository"
        case .notAllowed: "check the repository's name; if it is private, set HF_TOKEN"
        default: error.fix
        }
    }
}
