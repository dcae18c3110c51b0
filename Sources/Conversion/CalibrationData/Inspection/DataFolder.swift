internal import Imaging
internal import Support

/// The files of a folder of calibration data, and what is among them that should not be.
struct DataFolder {
    /// Where the samples lie: the folder itself, or the one in it that our manifest names.
    let path: String
    let manifest: CalibrationManifest?
    /// Names of the files that may be samples, sorted.
    let names: [String]
    /// Everything else that lies there, and why it is no sample.
    let strays: [(name: String, reason: String)]

    /// - Throws: ``CalibrationError/file(_:)``, ``CalibrationError/noSamples(path:)``.
    init(_ given: String) throws {
        var path = given
        var manifest: CalibrationManifest?
        if let own = try? CalibrationManifest(folder: given) {
            let folder = Path.join(given, own.dataFolder)
            // A manifest may be anybody's: it must not lead out of its folder.
            if !own.dataFolder.contains("/"), own.dataFolder != "..", Folder.exists(folder) {
                (path, manifest) = (folder, own)
            }
        } else if let above = try? CalibrationManifest(folder: Path.folder(Path.normalized(given))),
            above.dataFolder == Path.name(Path.normalized(given))
        {
            manifest = above
        }
        self.path = path
        self.manifest = manifest
        let entries = try Folder.names(in: path)
        var names: [String] = []
        var strays: [(String, String)] = []
        for name in entries {
            if let reason = Self.strayReason(name, in: path) {
                strays.append((name, reason))
            } else {
                names.append(name)
            }
        }
        guard !names.isEmpty else { throw CalibrationError.noSamples(path: path) }
        self.names = names
        self.strays = strays
    }

    private static let otherExtensions: Set<String> = [
        "txt", "json", "yaml", "yml", "md", "csv", "tsv", "log", "py", "sh", "zip", "tar", "gz", "tgz", "onnx", "xml",
        "html", "svg",
    ]

    /// `nil` if the file may be a sample.
    private static func strayReason(_ name: String, in folder: String) -> String? {
        let path = Path.join(folder, name)
        switch FileStatus(of: path) {
        case .folder: return "a folder"
        case .other: return "a device or a pipe"
        case .missing: return "a link that leads nowhere, or a name that cannot be opened"
        case .file(let bytes):
            if name.hasPrefix(".") { return "a hidden file" }
            if ["Thumbs.db", "desktop.ini"].contains(name) { return "a file of a desktop" }
            if otherExtensions.contains(Path.lowercasedExtension(name)) { return "not a tensor by its name" }
            guard bytes > 0, let file = try? MappedFile(path: path) else { return nil }
            return file.withUnsafeBytes { bytes in
                if let format = ImageFormat(bytes) { return "a \(format.rawValue) picture" }
                if isText(bytes) { return "text" }
                let guess = ImageFormat.guess(bytes)
                // Two letters are too few to tell a file of numbers from one of these, and even areas may look like text.
                return ["a BMP", "a zip archive", "text"].contains(guess) ? nil : guess
            }
        }
    }

    /// Letters in lines: numbers of an even area may all be letters, but they have no ends of lines.
    private static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let head = bytes.prefix(4096)
        return head.contains(0x0A) && head.allSatisfy { (0x20..<0x7F).contains($0) || [0x09, 0x0A, 0x0D].contains($0) }
    }
}
