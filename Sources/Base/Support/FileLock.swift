internal import Glibc

/// Keeps something to one process at a time, for as long as the value lives.
///
/// The operating system lets go of the lock when the process ends, however it ends.
package struct FileLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Locks a file, which is made if it is missing, as is its folder.
    ///
    /// - Returns: `nil` if another process holds it.
    /// - Throws: ``FileError`` if the lock file cannot be opened.
    package static func take(_ path: String) throws(FileError) -> FileLock? {
        try Folder.create(Path.folder(path))
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "lock") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return FileLock(descriptor: descriptor)
    }

    /// Writes into the locked file who holds it, for those that find it locked.
    package func sign(_ holder: String) {
        let bytes = Array(holder.utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = pwrite(descriptor, bytes, bytes.count, 0)
    }

    /// What the last holder signed with; `nil` if it did not.
    package static func holder(of path: String) -> String? {
        guard
            let text = try? ByteView(contentsOf: path).withUnsafeBytes({
                String(decoding: $0.prefix(500), as: UTF8.self)
            }),
            !text.isEmpty
        else { return nil }
        return text
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
