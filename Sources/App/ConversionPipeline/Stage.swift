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
    /// Whether later stages need what it writes.
    var isPrerequisite = true

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

/// The record of a finished stage: `stages/COMMAND/NAME.json`.
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
