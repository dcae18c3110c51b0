package import Testing
internal import Support

/// Committed files that code makes.
package enum GeneratedFile {
    /// Compares a text with a committed file. A run with `REPVIT_RENEW=1` renews it, and still fails.
    package static func expect(
        _ text: String, at path: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let found = try? ByteView(contentsOf: path).elements(as: UInt8.self)
        guard found.map({ String(decoding: $0, as: UTF8.self) }) != text else { return }
        if variable("REPVIT_RENEW") == "1" {
            try AtomicFile.write(text, to: path)
            Issue.record("renewed \(path): review the change, then run the test again", sourceLocation: sourceLocation)
        } else {
            Issue.record(
                "\(path) is not what the code makes; renew it: REPVIT_RENEW=1 swift test --filter ErrorCatalog",
                sourceLocation: sourceLocation)
        }
    }
}
