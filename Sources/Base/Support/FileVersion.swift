internal import Glibc

/// Size and time of the last change of a file: two equal ones mean, in all likelihood, equal contents.
package struct FileVersion: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// Links are followed. A file that is not there has a version too.
    package init(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            description = "missing"
            return
        }
        description = "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }
}
