/// The validator of a representation (RFC 9110, section 8.8.3).
enum EntityTag {
    /// The tag itself if it is a strong one: only that may stand in `If-Range`.
    static func strong(_ header: String?) -> String? {
        guard let header, header.hasPrefix("\""), header.hasSuffix("\""), header.count > 2 else { return nil }
        return header
    }

    /// The hash of the content, where the tag is one, as the hub gives for large files.
    static func sha256(_ header: String?) -> String? {
        guard var text = header else { return nil }
        if text.hasPrefix("W/") { text.removeFirst(2) }
        text = text.filter { $0 != "\"" }.lowercased()
        guard text.utf8.count == 64, text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else { return nil }
        return text
    }
}

/// `Content-Range: bytes START-END/TOTAL` (RFC 9110, section 14.4).
struct ContentRange: Equatable {
    var start: Int
    /// `nil` if the server does not know it.
    var total: Int?

    init?(_ header: String?) {
        guard let header, header.lowercased().hasPrefix("bytes ") else { return nil }
        let parts = header.dropFirst(6).split(separator: "/")
        guard parts.count == 2 else { return nil }
        let ends = parts[0].split(separator: "-")
        guard ends.count == 2, let start = Int(ends[0]), let end = Int(ends[1]), start >= 0, end >= start else {
            return nil
        }
        self.start = start
        total = Int(parts[1])
        if let total, end >= total { return nil }
    }
}
