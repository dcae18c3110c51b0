internal import CompiledModel
internal import Glibc
internal import Support

/// What the machine says about itself: variables, programs on `PATH`, platform, free space.
enum Host {
    /// The value of an environment variable; `nil` if it is unset or empty.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    static var homeFolder: String { variable("HOME") ?? CacheFolder.accountHome }

    static var cacheFolder: String { CacheFolder.path(variable) }

    static func isExecutable(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    static func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The path of a program found through `PATH`.
    static func program(_ name: String) -> String? {
        for folder in (variable("PATH") ?? "").split(separator: ":") where folder.hasPrefix("/") {
            let path = Path.join(String(folder), name)
            if isExecutable(path) { return path }
        }
        return nil
    }

    /// `Linux x86_64`: the system's and the machine's name.
    static var platform: String {
        var names = utsname()
        guard uname(&names) == 0 else { return "unknown" }
        return text(of: names.sysname) + " " + text(of: names.machine)
    }

    /// The path with all links resolved; `nil` if there is nothing.
    static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static var currentFolder: String {
        guard let folder = getcwd(nil, 0) else { return "." }
        defer { free(folder) }
        return String(cString: folder)
    }

    static func absolute(_ path: String) -> String { Path.join(currentFolder, path) }

    /// Bytes that this user may still write on the disk of a folder, or of its nearest parent that exists.
    static func freeBytes(at path: String) -> Int? {
        var folder = absolute(path)
        while !Folder.exists(folder), folder != "/" { folder = Path.folder(folder) }
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        return Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }

    private static func text(of field: some Any) -> String {
        withUnsafeBytes(of: field) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
