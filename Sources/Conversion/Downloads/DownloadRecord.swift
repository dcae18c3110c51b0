internal import Support
internal import FoundationEssentials

/// What is known of a downloaded file: kept next to it, so that it can be traced and is not downloaded twice.
struct DownloadRecord: Codable, Equatable {
    var schemaVersion = 1
    /// The address before any redirection.
    var url: String
    /// The commit of the hub's repository that the revision stood for.
    var commit: String?
    var etag: String?
    var sha256: String
    var bytes: Int

    static func path(for file: String) -> String { "\(file).download.json" }

    static func read(for file: String) -> DownloadRecord? { JSONFile.read(path(for: file)) }

    func write(for file: String) throws { try JSONFile.write(self, to: Self.path(for: file)) }
}

/// What is known of a download under way: enough to ask for the rest of the same bytes.
struct PartialRecord: Codable, Equatable {
    var url: String
    /// The strong `ETag` that came with the bytes.
    var etag: String

    static func path(for partial: String) -> String { "\(partial).json" }
}

enum JSONFile {
    static func read<Value: Decodable>(_ path: String) -> Value? {
        guard let file = try? MappedFile(path: path) else { return nil }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try? decoder.decode(Value.self, from: file.withUnsafeBytes { Data($0) })
    }

    static func write(_ value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        try AtomicFile.write(Array(try encoder.encode(value)) + [UInt8(ascii: "\n")], to: path)
    }
}
