package import Diagnostics
internal import Support

/// Where images come from.
package enum ImageSource: Sendable, Hashable {
    /// A folder and all folders below it.
    case folder(String)
    /// A text file with a path on each line; relative ones count from the list's folder; `#` starts a comment.
    case list(String)

    /// A folder, or a list if the path is a file.
    package init(path: String) {
        self = Folder.exists(path) ? .folder(path) : .list(path)
    }

    /// The path that was given.
    package var path: String {
        switch self {
        case .folder(let path), .list(let path): path
        }
    }

    /// What relative paths in ``candidates(excluding:warn:)`` count from.
    package var base: String {
        switch self {
        case .folder(let path): path
        case .list(let path): Path.folder(path)
        }
    }

    private static let extensions: Set<String> = ["jpg", "jpeg", "jpe", "jfif", "png"]
    private static let unreadExtensions: Set<String> = ["webp", "bmp", "gif", "tif", "tiff", "heic", "avif"]

    /// Whether a name has the extension of a JPEG or PNG file.
    static func hasImageName(_ path: String) -> Bool { extensions.contains(Path.lowercasedExtension(path)) }

    /// The candidate files, in the order of their paths, or of the list. A folder is searched for names of JPEG and PNG
    /// files; every line of a list counts.
    ///
    /// - Throws: `FileError`, or ``CalibrationError/noImages(path:)``.
    package func candidates(
        excluding excluded: [String], warn: (Finding) -> Void
    ) throws -> [String] {
        var candidates: [String] = []
        switch self {
        case .folder(let folder):
            let tree = try FolderTree(folder, excluding: excluded)
            for error in tree.unreadable {
                warn(.skipped(error.path, "skipped: \(error.message)"))
            }
            candidates = tree.files.filter(Self.hasImageName)
            let others = tree.files.count { Self.unreadExtensions.contains(Path.lowercasedExtension($0)) }
            if others > 0 {
                warn(
                    Finding(
                        rule: "calibration-unread-format", severity: .note,
                        message: "\(others) images in formats other than JPEG and PNG are ignored",
                        location: SourceLocation(path: folder)))
            }
        case .list(let path):
            candidates = try Self.text(of: path).split(whereSeparator: \.isNewline)
                .map { $0.drop(while: \.isWhitespace) }
                .filter { !$0.isEmpty && !$0.hasPrefix("#") }
                .map(String.init)
        }
        guard !candidates.isEmpty else { throw CalibrationError.noImages(path: path) }
        return candidates
    }

    /// Checks that there is a folder, or a list that is text.
    ///
    /// - Throws: ``FileError``, or ``CalibrationError/badList(path:)``.
    package func check() throws {
        switch self {
        case .folder(let path): _ = try Folder.names(in: path)
        case .list(let path): _ = try Self.text(of: path)
        }
    }

    /// A list's text. Something else (an image, weights) would be a hundred thousand file names that do not exist.
    private static func text(of path: String) throws -> String {
        let file = try MappedFile(path: path)
        return try file.withUnsafeBytes { bytes in
            guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
                throw CalibrationError.badList(path: path)
            }
            return text
        }
    }
}

extension Finding {
    /// A file that was passed over.
    static func skipped(_ path: String, _ message: String) -> Finding {
        Finding(
            rule: "calibration-skipped", severity: .warning, message: message, location: SourceLocation(path: path))
    }
}
