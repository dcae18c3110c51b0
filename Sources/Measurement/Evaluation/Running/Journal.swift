internal import FoundationEssentials
internal import Glibc
internal import Support

/// What an evaluation has computed so far, on disk: the same evaluation, started again, goes on after the last whole line.
///
/// The first line tells what the lines are of; the n-th after it is the record of the n-th image.
package final class Journal {
    private struct Header: Codable, Equatable {
        var format = "evaluation 1"
        var key: String
    }

    private let path: String
    private let lock: FileLock
    private let descriptor: Int32
    /// Folders that were made for it, the outermost first.
    private let madeFolders: [String]
    /// The end of the last whole line.
    private var length = 0
    private var failure: FileError?

    /// Opens a journal, or starts one.
    ///
    /// - Parameter key: names everything that the records depend on. Those of another key are dropped.
    /// - Throws: `FileError`; ``EvaluationError/busy(path:)`` while another process writes it.
    package init(path: String, key: String) throws {
        let madeFolders = Self.missingFolders(above: path)
        guard let lock = try FileLock.take(path) else { throw EvaluationError.busy(path: path) }
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "write") }
        self.path = path
        self.lock = lock
        self.descriptor = descriptor
        self.madeFolders = madeFolders
        let header = try Self.line(Header(key: key))
        let found = try MappedFile(path: path).withUnsafeBytes { bytes in
            bytes.starts(with: header) ? nil : bytes.count
        }
        if found != nil {
            try truncate(to: 0)
            append(header)
            if let failure { throw failure }
        } else {
            length = header.count
        }
    }

    deinit { close(descriptor) }

    /// The records that are there, in order.
    func records(_ body: (ImageRecord) -> Void) throws {
        let file = try MappedFile(path: path)
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        file.withUnsafeBytes { bytes in
            while let end = bytes[length...].firstIndex(of: UInt8(ascii: "\n")) {
                guard let record = try? decoder.decode(ImageRecord.self, from: Data(bytes[length..<end])) else {
                    return
                }
                body(record)
                length = end + 1
            }
        }
        try truncate(to: length)
    }

    /// Adds the record of the next image.
    ///
    /// - Returns: why it could not be written, the first time; later records are then ignored, because a journal has no
    ///   gaps.
    func append(_ record: ImageRecord) -> FileError? {
        guard failure == nil, let line = try? Self.line(record) else { return nil }
        append(line)
        return failure
    }

    /// Deletes it, with the folders that it made and that nothing else uses: the evaluation is complete.
    package func remove() {
        unlink(path)
        for folder in madeFolders.reversed() { rmdir(folder) }
    }

    private static func missingFolders(above path: String) -> [String] {
        var missing: [String] = []
        var folder = Path.folder(path)
        while FileStatus(of: folder) == .missing {
            missing.insert(folder, at: 0)
            folder = Path.folder(folder)
        }
        return missing
    }

    private func append(_ line: [UInt8]) {
        var written = 0
        while written < line.count {
            let count = line[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                failure = FileError(errno: errno, path: path, operation: "write")
                _ = ftruncate(descriptor, length)
                return
            }
            written += count
        }
        length += line.count
    }

    private func truncate(to count: Int) throws {
        guard ftruncate(descriptor, count) == 0, lseek(descriptor, count, SEEK_SET) >= 0 else {
            throw FileError(errno: errno, path: path, operation: "write")
        }
        length = count
    }

    private static func line(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    }
}
