internal import Imaging
internal import Support

/// The files in a directory of calibration data: samples, and files that should not be there.
struct DataFolder {
    /// The directory of the samples: the given one, or the one in it that our manifest names.
    let path: String
    let manifest: CalibrationManifest?
    /// Names of the files that may be samples, sorted.
    let names: [String]
    /// Everything else, and why it is not a sample.
    let strays: [(name: String, reason: String)]

    /// - Throws: `FileError`, ``CalibrationError/noSamples(path:)``.
    init(_ given: String) throws {
        var path = given
        var manifest: CalibrationManifest?
        if let own = try? CalibrationManifest(folder: given) {
            let folder = Path.join(given, own.dataFolder)
            // A manifest may come from anyone: it must not lead out of its directory.
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
        case .folder: return "a directory"
        case .other: return "a device or a pipe"
        case .missing: return "a broken link, or a name that cannot be opened"
        case .file(let bytes):
            if name.hasPrefix(".") { return "a hidden file" }
            if ["Thumbs.db", "desktop.ini"].contains(name) { return "a desktop metadata file" }
            if otherExtensions.contains(Path.lowercasedExtension(name)) { return "the extension is not a tensor's" }
            guard bytes > 0, let file = try? MappedFile(path: path) else { return nil }
            return file.withUnsafeBytes { bytes in
                if let format = ImageFormat(bytes) { return "a \(format.rawValue) image" }
                if isText(bytes) { return "text" }
                let guess = ImageFormat.guess(bytes)
                // Two magic bytes are too few to tell raw numbers from these, and uniform areas may look like text.
                return ["a BMP", "a zip archive", "text"].contains(guess) ? nil : guess
            }
        }
    }

    /// Letters in lines: values of a uniform area may all be letters, but without line breaks.
    private static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let head = bytes.prefix(4096)
        return head.contains(0x0A) && head.allSatisfy { (0x20..<0x7F).contains($0) || [0x09, 0x0A, 0x0D].contains($0) }
    }
}
