internal import Glibc

/// Folders: made, listed, and replaced as a whole.
package enum Folder {
    /// Makes a folder and its parents; one that exists already is fine.
    package static func create(_ path: String) throws(FileError) {
        if exists(path) { return }
        let parent = Path.folder(path)
        if parent != path { try create(parent) }
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw FileError(errno: errno, path: path, operation: "create")
        }
    }

    /// Whether there is a folder under this path.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a folder, hidden ones too, sorted by their bytes.
    package static func names(in path: String) throws(FileError) -> [String] {
        guard let stream = opendir(path) else {
            throw FileError(errno: errno, path: path, operation: "list")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Deletes a folder and all that is in it, without following links.
    ///
    /// For folders that this program made itself: everything else is the user's.
    package static func remove(_ path: String) throws(FileError) {
        for name in try names(in: path) {
            let child = Path.join(path, name)
            var status = stat()
            guard lstat(child, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                try remove(child)
            } else if unlink(child) != 0 && errno != ENOENT {
                throw FileError(errno: errno, path: child, operation: "delete")
            }
        }
        guard rmdir(path) == 0 || errno == ENOENT else {
            throw FileError(errno: errno, path: path, operation: "delete")
        }
    }

    /// Deletes a file; one that is not there is fine.
    package static func removeFile(_ path: String) throws(FileError) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw FileError(errno: errno, path: path, operation: "delete")
        }
    }

    /// Makes a hidden sibling in which the contents of `path` can be prepared.
    package static func makePartial(for path: String) throws(FileError) -> String {
        let (parent, name) = Path.split(path)
        try create(parent)
        sweepPartials(of: name, in: parent)
        let partial = Path.join(parent, partialName(for: name))
        try create(partial)
        return partial
    }

    /// Puts a prepared sibling in the place of `path`, deleting what was there.
    ///
    /// - Precondition: what is at `path` was made by this program.
    package static func replace(_ path: String, with partial: String) throws(FileError) {
        if exists(path) {
            let old = partial + "-old"
            guard rename(path, old) == 0 else { throw FileError(errno: errno, path: path, operation: "replace") }
            guard rename(partial, path) == 0 else {
                let code = errno
                rename(old, path)
                throw FileError(errno: code, path: path, operation: "replace")
            }
            try remove(old)
        } else if rename(partial, path) != 0 {
            throw FileError(errno: errno, path: path, operation: "create")
        }
    }

    static func partialName(for name: String) -> String { ".\(name).partial-\(getpid())" }

    /// Removes the partial siblings of processes that are gone.
    static func sweepPartials(of name: String, in folder: String) {
        let prefix = ".\(name).partial-"
        for entry in (try? names(in: folder)) ?? [] where entry.hasPrefix(prefix) {
            let digits = entry.dropFirst(prefix.count).prefix { $0.isNumber }
            guard let process = pid_t(digits), kill(process, 0) != 0, errno == ESRCH else { continue }
            let path = Path.join(folder, entry)
            if exists(path) { try? remove(path) } else { unlink(path) }
        }
    }
}
