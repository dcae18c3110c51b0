package import Testing
internal import Support

/// Texts that are pinned in `Tests/Snapshots/`.
///
/// A run with `REPVIT_RENEW=1` renews them, and still fails, so that it cannot pass for a test run.
package enum Snapshot {
    /// Compares a text with the file `name`.
    package static func expect(
        _ text: String, matches name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let path = Path.join(Package.folder, "Tests/Snapshots", name)
        if variable("REPVIT_RENEW") == "1" {
            try AtomicFile.write(text, to: path)
            Issue.record("renewed \(name): review the change, then run the test again", sourceLocation: sourceLocation)
            return
        }
        let file = try? ByteView(contentsOf: path).elements(as: UInt8.self)
        let pinned = file.map { String(decoding: $0, as: UTF8.self) }
        #expect(
            text == pinned,
            "\(name) has changed; if that is intended, renew it: REPVIT_RENEW=1 swift test --filter snapshot",
            sourceLocation: sourceLocation)
    }
}
