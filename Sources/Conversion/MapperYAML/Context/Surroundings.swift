internal import Support

/// The files around configs: models, calibration directories, manifests. Each is read once, however many configs
/// name it.
final class Surroundings {
    /// The files in a directory with their sizes; `nil` for anything but a file.
    struct Listing {
        var names: [String]
        var bytes: [Int?]
    }

    private let sources: LintSources
    private var models: [String: ModelReading] = [:]
    private var statuses: [String: FileStatus] = [:]
    private var listings: [String: Listing] = [:]
    private var manifests: [String: DataManifest?] = [:]

    init(_ sources: LintSources) {
        self.sources = sources
    }

    func model(at path: String) -> ModelReading { Self.cached(path, &models, sources.model) }

    func status(of path: String) -> FileStatus { Self.cached(path, &statuses) { FileStatus(of: $0) } }

    /// The manifest in a directory; `nil` if there is none.
    func manifest(in folder: String) -> DataManifest? { Self.cached(folder, &manifests, sources.manifest) }

    /// The contents of a directory, sorted by name; `nil` if it cannot be read.
    func listing(of path: String) -> Listing? {
        if let known = listings[path] { return known }
        guard let names = try? Folder.names(in: path) else { return nil }
        let bytes = names.map { name -> Int? in
            if case .file(let bytes) = FileStatus(of: Path.join(path, name)) { bytes } else { nil }
        }
        let listing = Listing(names: names, bytes: bytes)
        listings[path] = listing
        return listing
    }

    private static func cached<Value>(
        _ key: String, _ values: inout [String: Value], _ read: (String) -> Value
    ) -> Value {
        if let known = values[key] { return known }
        let value = read(key)
        values[key] = value
        return value
    }
}
