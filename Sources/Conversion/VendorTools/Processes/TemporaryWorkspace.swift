internal import Glibc
internal import Support

/// A folder under `TMPDIR` that goes, with all that is in it, when this object does.
final class TemporaryWorkspace: Sendable {
    let path: String

    init() throws {
        var template = Array(Path.join(Host.variable("TMPDIR") ?? "/tmp", "repvit-convert-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileError(
                errno: errno, path: Host.variable("TMPDIR") ?? "/tmp", operation: "make a temporary folder in")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? Folder.remove(path) }
}
