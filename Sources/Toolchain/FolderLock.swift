internal import FileSupport
internal import Glibc

/// Keeps other processes from installing into the same folder, for as long as this object lives.
///
/// The kernel drops the lock when the process ends, however it ends.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// - Returns: `nil` if another process holds the lock.
    init?(path: String) throws(ToolchainError) {
        try files { () throws(FileError) in try Folder.create(Path.folder(path)) }
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .file(path: path, message: "cannot write this: " + String(cString: strerror(errno)), fix: nil)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }
}
