internal import FoundationEssentials
internal import Support

/// One step from inputs to outputs, skipped while its inputs are unchanged.
struct Stage: Sendable {
    /// One word: "export".
    var name: String
    /// Incremented whenever the same inputs produce another result.
    var version: Int
    /// Everything that the result depends on: file hashes and options, by name.
    var inputs: [String: String]
    /// Files and folders that the stage writes.
    var outputs: [String]

    /// The SHA-256 of name, version and inputs.
    var key: String {
        var hasher = SHA256()
        hasher.update("\(name)\n\(version)\n")
        for (name, value) in inputs.sorted(by: { $0.key < $1.key }) {
            hasher.update("\(name.utf8.count) \(name) \(value.utf8.count) \(value)\n")
        }
        return hasher.finalize().description
    }
}

/// The record of a finished stage, in `stages/NAME.json`.
struct StageRecord: Codable {
    var schemaVersion = 1
    var stage: String
    var key: String
    var seconds: Double
    /// What the key was made of, for people.
    var inputs: [String: String]
    /// Fingerprints of the outputs, by path relative to the work folder.
    var outputs: [String: String]
}

/// Fingerprints of files and folders, as they enter cache keys.
enum Fingerprint {
    /// The SHA-256 of a file's contents.
    static func contents(of path: String) throws -> String {
        try SHA256.hash(file: path).description
    }

    /// The SHA-256 over the paths, sizes and modification times of the files below a folder.
    ///
    /// Contents are left out on purpose: an image folder may hold 50,000 files of which 100 are used, and
    /// the manifest records the hashes of those.
    static func listing(of folder: String) throws -> String {
        var hasher = SHA256()
        for relative in try FolderTree(folder).files {
            guard
                let attributes = try? FileManager.default.attributesOfItem(
                    atPath: resolved(Path.join(folder, relative)))
            else { continue }
            let size = (attributes[.size] as? Int) ?? 0
            let time = (attributes[.modificationDate] as? Date)?.timeIntervalSinceReferenceDate ?? 0
            hasher.update("\(relative)\n\(size) \(time)\n")
        }
        return hasher.finalize().description
    }

    /// The target of a link.
    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    /// The contents of a file, or the listing of a folder.
    static func any(_ path: String) throws -> String {
        Folder.exists(path) ? try listing(of: path) : try contents(of: path)
    }
}
