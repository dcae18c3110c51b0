package import Support
internal import FoundationEssentials

/// A file on a web server, and what must be true of it before it counts as downloaded.
package struct RemoteFile: Sendable {
    /// An http or https address, before any redirection.
    package let url: String
    /// The name shown with the progress.
    package let name: String
    /// The largest size accepted, in bytes, whether the server announces one or not.
    package let sizeLimit: Int
    /// Throws if the file at a path is not what was asked for. Called before the file gets its name, and when an
    /// earlier run has downloaded it already.
    package let validate: @Sendable (_ path: String) throws -> Void
    /// The checksum published for the file.
    package var checksum: Checksum?
    /// Sent as a bearer token to the server of `url`, never to one that it redirects to.
    package var token: String?
    /// Whether the server announces the file's SHA-256 as `X-Linked-Etag` or `ETag`, as the model hub does.
    package var announcesHash = false

    /// - Throws: ``DownloadError`` if the address is not an http or https one.
    package init(
        url: String, name: String? = nil, sizeLimit: Int, validate: @escaping @Sendable (_ path: String) throws -> Void
    ) throws {
        guard let address = URL(string: url), let scheme = address.scheme?.lowercased(), let host = address.host,
            ["http", "https"].contains(scheme), !host.isEmpty
        else {
            throw DownloadError(
                .invalidAddress, "invalid address '\(url)': expected http://... or https://...",
                fix: "check its spelling")
        }
        self.url = address.absoluteString
        self.name = name ?? Path.name(address.path)
        self.sizeLimit = sizeLimit
        self.validate = validate
    }

    var isSecure: Bool { url.lowercased().hasPrefix("https:") }
}
