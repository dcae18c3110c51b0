internal import Glibc
internal import Support

/// A folder, under `TMPDIR` unless told otherwise, that goes, with all that is in it, when this object does.
final class TemporaryWorkspace: Sendable {
    let path: String

    /// - Parameter parent: made if it is missing.
    init(in parent: String? = nil) throws {
        if let parent { try Folder.create(parent) }
        let parent = Host.absolute(parent ?? Host.variable("TMPDIR") ?? "/tmp")
        var template = Array(Path.join(parent, "repvit-convert-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileError(errno: errno, path: parent, operation: "make a temporary folder in")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? Folder.remove(path) }
}
