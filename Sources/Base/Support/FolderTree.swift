internal import Glibc

/// The files below a folder.
package struct FolderTree: Sendable {
    /// Paths relative to the folder, sorted by their bytes.
    package var files: [String] = []
    /// Folders below it that could not be listed, and entries whose names are not UTF-8, which nothing here can open.
    package var unreadable: [FileError] = []

    /// Walks the folder and what is below it. Hidden files and folders are passed over. Links are followed, and each
    /// folder is visited once, so that a loop of links ends.
    ///
    /// - Parameter excluded: folders that are not entered.
    /// - Throws: ``FileError`` if the folder itself cannot be listed.
    package init(_ root: String, excluding excluded: [String] = []) throws(FileError) {
        var visited: Set<Identity> = []
        for path in excluded {
            if let identity = Identity(folder: path) { visited.insert(identity) }
        }
        if let identity = Identity(folder: root) { visited.insert(identity) }
        var pending: [(relative: String, names: [String])] = [("", try Folder.names(in: root))]
        while let (folder, names) = pending.popLast() {
            for name in names where !name.hasPrefix(".") {
                let relative = folder.isEmpty ? name : folder + "/" + name
                let path = Path.join(root, relative)
                var status = stat()
                guard stat(path, &status) == 0 else {
                    if name.unicodeScalars.contains("\u{FFFD}") {
                        unreadable.append(.failed(path: path, operation: "open", reason: "the name is not UTF-8"))
                    }
                    continue
                }
                switch status.st_mode & S_IFMT {
                case S_IFREG:
                    files.append(relative)
                case S_IFDIR:
                    guard visited.insert(Identity(status)).inserted else { continue }
                    do {
                        pending.append((relative, try Folder.names(in: path)))
                    } catch {
                        unreadable.append(error)
                    }
                default:
                    continue
                }
            }
        }
        files.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private struct Identity: Hashable {
        var device: UInt
        var file: UInt

        init(_ status: stat) {
            device = UInt(status.st_dev)
            file = UInt(status.st_ino)
        }

        init?(folder path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            self.init(status)
        }
    }
}
