/// The head of an HTTP response: its status and header fields.
struct HTTPResponse: Sendable, Equatable {
    let status: Int
    private var fields: [String: String] = [:]

    /// From a status line, `HTTP/1.1 206 Partial Content`; `nil` if the line is none.
    init?(statusLine: String) {
        let words = statusLine.split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else { return nil }
        self.status = status
    }

    /// Takes a field's line, `Name: value`. Of several with one name the last counts.
    mutating func add(line: String) {
        guard let colon = line.firstIndex(of: ":") else { return }
        let value = line[line.index(after: colon)...]
        fields[line[..<colon].lowercased()] = String(value.drop { $0.isWhitespace })
    }

    /// The value of a field, whatever the case of its name.
    func header(_ name: String) -> String? { fields[name.lowercased()] }

    /// How many bytes the body has, if the server says so.
    var contentLength: Int? { header("Content-Length").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }

    /// Whether it sends on to another address.
    var isRedirection: Bool { (300..<400).contains(status) && header("Location") != nil }
}
