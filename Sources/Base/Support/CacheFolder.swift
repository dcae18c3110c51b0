internal import Glibc

/// Where this program keeps what can be made or downloaded again.
package enum CacheFolder {
    /// `repvit-convert` in `XDG_CACHE_HOME`, or in `.cache` of the home folder (XDG Base Directory Specification:
    /// relative values count as unset).
    ///
    /// - Parameter variable: the value of an environment variable.
    package static func path(_ variable: (String) -> String?) -> String {
        func folder(_ name: String) -> String? { variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }
        return Path.join(
            folder("XDG_CACHE_HOME") ?? Path.join(folder("HOME") ?? accountHome, ".cache"), "repvit-convert")
    }

    /// The account's home folder, for an environment without `HOME`, as services have.
    package static var accountHome: String {
        guard let account = getpwuid(getuid()), let folder = account.pointee.pw_dir else { return "/" }
        return String(cString: folder)
    }
}
