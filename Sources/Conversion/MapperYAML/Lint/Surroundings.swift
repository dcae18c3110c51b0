internal import InputContract
internal import Support
internal import YAML

/// What lies around configurations: models, folders of calibration data, manifests. Each is looked at once, however
/// many files name it.
final class Surroundings {
    /// A folder's own files with their sizes; `nil` for what is no file.
    struct Listing {
        var names: [String]
        var bytes: [Int?]
    }

    /// What `manifest.json` says of data that `calibration make` or a board kit made.
    struct Manifest {
        var path: String
        var nv12Range: NV12Range?
        /// `float32`; `nil` if it is not said.
        var elementType: String?
        /// `rgbchw`: the order of channels and axes.
        var layout: String?
        /// The side of the square images in pixels.
        var size: Int?
    }

    private let reader: Linter.ModelReader
    private var models: [String: Linter.ModelReading] = [:]
    private var statuses: [String: FileStatus] = [:]
    private var listings: [String: Listing] = [:]
    private var manifests: [String: Manifest?] = [:]

    init(model reader: @escaping Linter.ModelReader) {
        self.reader = reader
    }

    /// What is known of a float model.
    func model(at path: String) -> Linter.ModelReading {
        if let known = models[path] { return known }
        let reading = reader(path)
        models[path] = reading
        return reading
    }

    func status(of path: String) -> FileStatus {
        if let known = statuses[path] { return known }
        let status = FileStatus(of: path)
        statuses[path] = status
        return status
    }

    /// What a folder holds, sorted by name; `nil` if it cannot be read.
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

    /// The manifest in a folder; `nil` if there is none that says anything.
    func manifest(in folder: String) -> Manifest? {
        if let known = manifests[folder] { return known }
        let manifest = Self.readManifest(Path.join(folder, "manifest.json"))
        manifests[folder] = manifest
        return manifest
    }

    private static func readManifest(_ path: String) -> Manifest? {
        // JSON as our manifests hold it is YAML too.
        guard case .file(let bytes) = FileStatus(of: path), bytes <= 4 << 20,
            let root = (try? YAMLDocument(contentsOf: path, limits: Linter.limits))?.root.mapping
        else { return nil }
        var size: Int?
        if case .integer(let side)? = root["size"]?.scalar?.value, (1...65536).contains(side) { size = side }
        return Manifest(
            path: path, nv12Range: root["nv12_range"]?.string.flatMap(NV12Range.init(rawValue:)),
            elementType: root["element_type"]?.string, layout: root["layout"]?.string, size: size)
    }
}
