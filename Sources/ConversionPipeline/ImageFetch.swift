internal import CalibrationData
public import Diagnostics
public import FileSupport
internal import ModelHub

/// Downloads a set of photographs and unpacks it.
public struct ImageFetch: Sendable {
    /// What was made.
    public struct Report: Sendable, Codable, Equatable {
        public var schemaVersion = 1
        public var folder: String
        public var count: Int
        public var url: String
        public var archiveSha256: String
    }

    private let url: String
    private let checksum: Checksum?
    private let output: String

    /// - Parameter checksum: what the archive has to have; it is not checked if `nil`.
    public init(url: String, checksum: Checksum?, output: String) {
        self.url = url
        self.checksum = checksum
        self.output = output
    }

    /// The archive stays beside the folder as `FOLDER.archive` until it is unpacked: a run that breaks off is resumed.
    ///
    /// - Throws: ``PipelineError/stage(_:)``.
    public func run(progress: @escaping Progress.Handler) async throws(PipelineError) -> Report {
        do {
            if let entry = try? Folder.names(in: output).first {
                throw CalibrationError.occupied(path: output, entry: entry)
            }
            let archive = (output.hasSuffix("/") ? String(output.dropLast()) : output) + ".archive"
            let file = try await HubClient.download(url: url, to: archive, progress: progress)
            if let checksum {
                let found = try checksum.ofFile(archive)
                guard found == checksum else {
                    try remove(archive)
                    throw CalibrationError.wrongChecksum(url: url, expected: checksum, found: found)
                }
            }
            let count = try ImageArchive.unpack(archive, to: output, progress: progress)
            try remove(archive)
            return Report(folder: output, count: count, url: url, archiveSha256: file.sha256)
        } catch let error as any UserError {
            throw .stage(error)
        } catch {
            preconditionFailure("no other errors are thrown here: \(error)")
        }
    }

    private func remove(_ archive: String) throws(FileError) {
        try Folder.removeFile(archive)
        try Folder.removeFile(archive + ".download.json")
    }
}
