internal import FoundationEssentials
internal import Glibc
internal import Support
internal import Synchronization

/// The hidden folder next to the output in which a set grows, and which an interrupted run leaves for the next one.
///
/// `journal.jsonl` in it has a line for what the set is to be, and one for each sample that is whole. A sample of an
/// earlier run is used over if its source and itself still have the hashes that the journal says.
final class UnfinishedFolder: Sendable {
    static let journalName = "journal.jsonl"
    private static let lockName = "lock"

    let path: String
    private let lock: FileLock
    private let journal: Mutex<Int32>
    /// Samples of an earlier run, by the names of their files.
    private let earlier: [String: CalibrationManifest.Entry]

    /// How many samples there are from an earlier run.
    var earlierCount: Int { earlier.count }

    private struct Head: Codable {
        var kind = "repvit-convert unfinished calibration"
        var key: String
    }

    /// - Parameter key: a hash of all that decides about the samples' names and bytes. A folder with another key is
    ///   emptied.
    /// - Throws: ``CalibrationError/busy(path:)``, ``CalibrationError/occupied(path:entry:)``,
    ///   `FileError`.
    init(for output: String, key: String, dataFolders: [String]) throws {
        let (parent, name) = Path.split(output)
        path = Path.join(parent, ".\(name).unfinished")
        let journalPath = Path.join(path, Self.journalName)
        if Folder.exists(path), FileStatus(of: journalPath) == .missing,
            let foreign = try Folder.names(in: path).first(where: { $0 != Self.lockName })
        {
            throw CalibrationError.occupied(path: path, entry: foreign)
        }
        try Folder.create(path)
        guard let lock = try FileLock.take(Path.join(path, Self.lockName)) else {
            throw CalibrationError.busy(path: output)
        }
        self.lock = lock
        let (foundKey, entries) = Self.read(journalPath)
        if foundKey == key {
            earlier = entries
        } else {
            earlier = [:]
            for name in try Folder.names(in: path) where name != Self.lockName {
                let entry = Path.join(path, name)
                if Folder.exists(entry) { try Folder.remove(entry) } else { try Folder.removeFile(entry) }
            }
        }
        for folder in dataFolders { try Folder.create(Path.join(path, folder)) }
        let descriptor = open(journalPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(errno: errno, path: journalPath, operation: "write") }
        journal = Mutex(descriptor)
        if foundKey != key { try append(Head(key: key)) }
    }

    deinit {
        _ = journal.withLock { close($0) }
    }

    /// The sample of an earlier run under this name, if it was made from the same source.
    func earlier(_ file: String, source: String) -> CalibrationManifest.Entry? {
        earlier[file].flatMap { $0.source == source ? $0 : nil }
    }

    /// Notes a sample that is whole.
    func note(_ entry: CalibrationManifest.Entry) throws { try append(entry) }

    /// What is not part of the set goes, and the folder gets its name.
    func commit(to output: String) throws {
        try Folder.removeFile(Path.join(path, Self.journalName))
        try Folder.removeFile(Path.join(path, Self.lockName))
        try Folder.replace(output, with: path)
    }

    private func append(_ line: some Encodable) throws {
        guard var bytes = (try? JSONEncoder().encode(line)).map(Array.init) else {
            preconditionFailure("text always encodes")
        }
        // A line that a killed run has cut short must not swallow this one.
        bytes = Array("\n".utf8) + bytes + Array("\n".utf8)
        let isWritten = journal.withLock { write($0, bytes, bytes.count) == bytes.count }
        guard isWritten else { throw FileError(errno: errno, path: path, operation: "write") }
    }

    private static func read(_ path: String) -> (key: String?, entries: [String: CalibrationManifest.Entry]) {
        guard let file = try? MappedFile(path: path) else { return (nil, [:]) }
        let text = file.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let decoder = JSONDecoder()
        var key: String?
        var entries: [String: CalibrationManifest.Entry] = [:]
        for line in text.split(separator: "\n") {
            let data = Data(line.utf8)
            if key == nil {
                key = (try? decoder.decode(Head.self, from: data))?.key
            } else if let entry = try? decoder.decode(CalibrationManifest.Entry.self, from: data) {
                entries[entry.file] = entry
            }
        }
        return (key, entries)
    }
}
