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

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
