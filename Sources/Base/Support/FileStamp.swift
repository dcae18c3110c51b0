internal import Glibc

/// What tells whether a file was edited or replaced, without reading it: device, inode, size, and the times of the last
/// change of its contents and of its inode.
///
/// A file can be replaced at equal size and modification time (`cp -p`, `touch -r`), but not at an equal inode and
/// inode change time.
package struct FileStamp: Sendable, Hashable, CustomStringConvertible {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let modified: Time
    private let changed: Time

    private struct Time: Hashable {
        var seconds: Int
        var nanoseconds: Int

        init(_ time: timespec) {
            (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec)
        }
    }

    /// Links are followed. `nil` if the file does not exist.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = Time(status.st_mtim)
        changed = Time(status.st_ctim)
    }

    package var description: String {
        "\(device) \(inode) \(size) \(modified.seconds).\(modified.nanoseconds) \(changed.seconds).\(changed.nanoseconds)"
    }
}
