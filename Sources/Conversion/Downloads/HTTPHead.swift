/// The status and the header fields of an HTTP response.
struct HTTPHead: Equatable {
    let status: Int
    private var fields: [String: String] = [:]

    /// Parses a status line, `HTTP/1.1 206 Partial Content`; `nil` if the line is something else.
    init?(statusLine: String) {
        let words = statusLine.split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else { return nil }
        self.status = status
    }

    /// Adds a field from its line, `Name: value`. The last of several fields with one name counts.
    mutating func add(line: String) {
        guard let colon = line.firstIndex(of: ":") else { return }
        fields[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0.isWhitespace })
    }

    /// The value of a field; the case of its name does not matter.
    subscript(name: String) -> String? { fields[name.lowercased()] }

    /// The number of bytes in the body, if the server says so. A transfer coding overrides it (RFC 9112, section 6.3).
    var contentLength: Int? {
        guard self["Transfer-Encoding"] == nil else { return nil }
        return self["Content-Length"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }

    /// The `ETag` if it is a strong one: no other is allowed in `If-Range` (RFC 9110, section 13.1.5).
    var strongETag: String? {
        guard let tag = self["ETag"], tag.hasPrefix("\""), tag.hasSuffix("\""), tag.count > 2 else { return nil }
        return tag
    }

    /// The first byte and, if the server knows it, the size of the whole, of `Content-Range: bytes START-END/TOTAL`
    /// (RFC 9110, section 14.4).
    var contentRange: (start: Int, total: Int?)? {
        guard let value = self["Content-Range"]?.lowercased(), value.hasPrefix("bytes ") else { return nil }
        let parts = value.dropFirst(6).split(separator: "/")
        guard parts.count == 2 else { return nil }
        let ends = parts[0].split(separator: "-").map { Int($0) }
        guard ends.count == 2, let start = ends[0], let end = ends[1], start >= 0, end >= start else { return nil }
        let total = Int(parts[1])
        if let total, end >= total { return nil }
        return (start, total)
    }
}
