package import Diagnostics
internal import Support
internal import FoundationEssentials

extension HubClient {
    /// Downloads a file into the user's cache (`XDG_CACHE_HOME`, else `~/.cache`), which every work folder shares.
    ///
    /// Once it is there, no network is needed.
    /// - Throws: ``HubError``.
    package func downloadToCache(
        _ file: String, of repository: String, revision: String = "main",
        progress: @escaping Diagnostics.Progress.Handler = { _ in }
    ) async throws(HubError) -> DownloadedFile {
        let path = Path.join(cacheFolder, "hub", repository, revision, file)
        return try await download(file, of: repository, revision: revision, to: path, progress: progress)
    }

    static func cacheFolder(_ environment: [String: String]) -> String {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        let base = variable("XDG_CACHE_HOME") ?? Path.join(variable("HOME") ?? URL.homeDirectory.path, ".cache")
        return Path.join(base, "repvit-convert")
    }
}

/// Names of files in timm's repositories.
package enum HubFiles {
    /// The state dictionary, unfused.
    package static let weights = "model.safetensors"
}
