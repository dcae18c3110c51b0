internal import Foundation

/// The server that holds the repositories, and the token that it alone may see.
struct HubEndpoint: Sendable {
    static let standard = "https://huggingface.co"

    let url: URL
    let token: String?

    /// - Throws: ``HubError/invalidEndpoint(_:)``.
    init(_ given: String, token: String?) throws(HubError) {
        var text = given
        while text.hasSuffix("/") { text.removeLast() }
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host, !host.isEmpty, url.query == nil, url.fragment == nil
        else { throw .invalidEndpoint(given) }
        self.url = url
        self.token = token.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `ENDPOINT/REPOSITORY/resolve/REVISION/FILE`.
    ///
    /// - Throws: ``HubError/invalidName(_:)`` if a part is empty, leads out of its place, or cannot be in a path.
    func address(of file: String, in repository: String, revision: String) throws(HubError) -> URL {
        var path = ""
        for part in [repository, "resolve", revision, file] {
            path += "/" + (try Self.encoded(part))
        }
        guard let address = URL(string: url.absoluteString + path) else { throw .invalidName(file) }
        return address
    }

    /// Whether a request to this address may carry the token.
    func isOwn(_ other: URL) -> Bool {
        url.scheme?.lowercased() == other.scheme?.lowercased() && url.host?.lowercased() == other.host?.lowercased()
            && url.port == other.port
    }

    private static func encoded(_ name: String) throws(HubError) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        var parts: [String] = []
        for part in name.split(separator: "/", omittingEmptySubsequences: false) {
            guard !part.isEmpty, part != ".", part != "..",
                let text = part.addingPercentEncoding(withAllowedCharacters: allowed)
            else { throw .invalidName(name) }
            parts.append(text)
        }
        return parts.joined(separator: "/")
    }
}
