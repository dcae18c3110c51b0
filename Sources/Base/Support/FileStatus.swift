internal import Glibc

/// What lies under a path, links followed.
package enum FileStatus: Sendable, Hashable {
    case missing
    case file(bytes: Int)
    case folder
    /// A device, a socket, a pipe.
    case other

    package init(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            self = .missing
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file(bytes: Int(status.st_size))
        case S_IFDIR: self = .folder
        default: self = .other
        }
    }
}
