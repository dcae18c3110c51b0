internal import Glibc

extension Path {
    /// Whether two paths lead to the same file, through links too. False if one of them leads nowhere.
    package static func isSameFile(_ first: String, _ second: String) -> Bool {
        var (a, b) = (stat(), stat())
        guard stat(first, &a) == 0, stat(second, &b) == 0 else { return false }
        return a.st_dev == b.st_dev && a.st_ino == b.st_ino
    }
}
