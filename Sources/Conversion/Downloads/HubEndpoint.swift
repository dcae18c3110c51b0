internal import FoundationEssentials

/// The server that holds the repositories, and the token that it alone may see.
struct HubEndpoint: Sendable {
    static let standard = "https://huggingface.co"

    let url: String
    let token: String?

    /// - Throws: ``DownloadError`` if it is not an http or https address.
    init(_ given: String, token: String?) throws {
        var text = given
        while text.hasSuffix("/") { text.removeLast() }
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host, !host.isEmpty, url.query == nil, url.fragment == nil
        else {
            throw DownloadError(
                .invalidAddress, "invalid HF_ENDPOINT '\(given)': expected http://... or https://...",
                fix: "set HF_ENDPOINT to an address such as \(Self.standard), or unset it")
        }
        self.url = url.absoluteString
        self.token = token.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `ENDPOINT/REPOSITORY/resolve/REVISION/FILE`.
    ///
    /// - Throws: ``DownloadError`` if a part is empty, `.` or `..`.
    func address(of file: String, in repository: String, revision: String) throws -> String {
        try [repository, "resolve", revision, file].reduce(url) { try $0 + "/" + Self.encoded($1) }
    }

    private static func encoded(_ name: String) throws -> String {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw DownloadError(
                .invalidAddress, "invalid repository, revision or file name '\(name)'", fix: "check its spelling")
        }
        return parts.map(percentEncoded).joined(separator: "/")
    }

    /// Every byte but the unreserved characters (RFC 3986, section 2.3) as `%XX`.
    private static func percentEncoded(_ text: Substring) -> String {
        text.utf8.reduce(into: "") { result, byte in
            let character = Character(UnicodeScalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
                result.append(character)
            } else {
                result += "%" + String(byte >> 4, radix: 16, uppercase: true)
                result += String(byte & 15, radix: 16, uppercase: true)
            }
        }
    }
}
