internal import FoundationEssentials

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
        var parts: [String] = []
        for part in name.split(separator: "/", omittingEmptySubsequences: false) {
            guard !part.isEmpty, part != ".", part != ".." else { throw .invalidName(name) }
            parts.append(percentEncoded(part))
        }
        return parts.joined(separator: "/")
    }

    /// Every byte but the unreserved characters (RFC 3986, section 2.3) as `%XX`.
    private static func percentEncoded(_ text: Substring) -> String {
        var result = ""
        for byte in text.utf8 {
            let character = Character(UnicodeScalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
                result.append(character)
            } else {
                result += "%" + String(byte >> 4, radix: 16, uppercase: true)
                result += String(byte & 15, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
