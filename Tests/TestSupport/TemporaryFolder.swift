internal import Support

internal import Glibc

/// A fresh folder for one test, deleted with everything in it when the value is dropped.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() {
        var template = Array("/tmp/repvit-convert-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { preconditionFailure("mkdtemp failed") }
        path = String(cString: made)
    }

    deinit { try? Folder.remove(path) }

    /// The path of a file or folder inside.
    package func callAsFunction(_ name: String) -> String { Path.join(path, name) }
}
