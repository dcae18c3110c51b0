internal import Glibc

/// Keeps a folder to one process at a time, for as long as the value lives.
///
/// The operating system lets go of the lock when the process ends, however it ends.
public struct FolderLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock through a hidden file `.lock` in the folder, which is made if it is missing.
    ///
    /// - Returns: `nil` if another process holds it.
    /// - Throws: ``FileError`` if the lock file cannot be opened.
    public static func take(_ folder: String) throws(FileError) -> FolderLock? {
        try Folder.create(folder)
        let path = Path.join(folder, ".lock")
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "lock") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return FolderLock(descriptor: descriptor)
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
