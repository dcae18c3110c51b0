package import Diagnostics
internal import FoundationEssentials
internal import Support

/// The vendor's archive of compiled models for the RDK X5, or a mirror of it.
package struct ModelArchive: Sendable {
    /// Where the download scripts of D-Robotics' rdk_model_zoo point.
    package static let standard = "https://archive.d-robotics.cc/downloads/rdk_model_zoo/rdk_x5"
    /// Enough for any classifier; the published ones have 6 to 10 MB.
    private static let sizeLimit = 1 << 30

    private let base: String
    private let downloader: Downloader
    private let cacheFolder: String

    /// - Parameters:
    ///   - base: the folder's address; ``standard`` if `nil`.
    ///   - environment: the process's own if `nil`.
    package init(base: String? = nil, environment: [String: String]? = nil, downloader: Downloader = Downloader()) {
        var base = base ?? Self.standard
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
        self.downloader = downloader
        let variables = environment ?? ProcessInfo.processInfo.environment
        cacheFolder = CacheFolder.path { variables[$0] }
    }

    /// Downloads one file.
    ///
    /// - Parameters:
    ///   - path: where the file is put; in the user's cache if `nil`.
    ///   - validate: throws if the file at a path is not what was asked for.
    /// - Throws: ``DownloadError``, ``FileError``.
    package func download(
        _ file: String, to path: String? = nil, validate: @escaping @Sendable (_ path: String) throws -> Void,
        progress: @escaping Diagnostics.Progress.Handler = { _ in }
    ) async throws -> DownloadedFile {
        let remote = try RemoteFile(url: "\(base)/\(file)", name: file, sizeLimit: Self.sizeLimit, validate: validate)
        do {
            return try await downloader.download(
                remote, to: path ?? Path.join(cacheFolder, "archive", file), progress: progress)
        } catch var error as DownloadError {
            switch error.code {
            case .unreachable: error.fix = "check the network and the proxy, or name a mirror with --base-url"
            case .notFound: error.fix = "check --base-url; the archive may have moved the file"
            default: break
            }
            throw error
        }
    }
}
