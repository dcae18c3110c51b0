internal import CalibrationData
internal import ONNX
internal import Support

/// Fingerprints of files and folders, as they enter cache keys.
enum Fingerprint {
    /// The SHA-256 of a file's contents.
    static func contents(of path: String) throws -> String {
        try SHA256.hash(file: path).description
    }

    /// The SHA-256 over the contents of an ONNX file and of the files next to it that hold its tensors.
    static func model(_ path: String) throws -> String {
        let external = try Model(contentsOf: path).externalPaths
        guard !external.isEmpty else { return try contents(of: path) }
        var hasher = SHA256()
        for path in [path] + external { hasher.update(try contents(of: path) + "\n") }
        return hasher.finalize().description
    }

    /// The SHA-256 over the paths and stamps of the files below a folder.
    ///
    /// Contents are left out on purpose: an image folder may hold 50,000 files of which 100 are used, and
    /// the manifest records the hashes of those.
    static func listing(of folder: String) throws -> String {
        stamps(of: try FolderTree(folder).files, in: folder)
    }

    /// The listing of a folder of images; for a list, its contents and the stamps of the images that it names.
    static func images(_ path: String) throws -> String {
        let source = ImageSource(path: path)
        guard case .list = source else { return try listing(of: path) }
        return try contents(of: path) + " " + stamps(of: try source.files(), in: source.base)
    }

    /// The contents of a file, or the listing of a folder.
    static func any(_ path: String) throws -> String {
        Folder.exists(path) ? try listing(of: path) : try contents(of: path)
    }

    private static func stamps(of files: [String], in folder: String) -> String {
        var hasher = SHA256()
        for file in files {
            let stamp = FileStamp(Path.join(folder, file))?.description ?? "missing"
            hasher.update("\(file)\n\(stamp)\n")
        }
        return hasher.finalize().description
    }
}
