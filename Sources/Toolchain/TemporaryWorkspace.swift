internal import FileSupport
internal import Glibc

/// A folder under `TMPDIR` that goes, with all that is in it, when this object does.
final class TemporaryWorkspace: Sendable {
    let path: String

    init() throws(ToolchainError) {
        var template = Array(Path.join(Host.variable("TMPDIR") ?? "/tmp", "repvit-convert-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .file(
                path: Host.variable("TMPDIR") ?? "/tmp",
                message: "cannot make a temporary folder: " + String(cString: strerror(errno)), fix: "set TMPDIR")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? Folder.remove(path) }
}
