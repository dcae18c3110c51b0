internal import CalibrationData
package import Diagnostics
internal import Downloads
package import Support

/// Downloads a set of photographs and unpacks it.
package struct ImageFetch: Sendable {
    /// The result.
    package struct Report: Sendable, Codable, Equatable {
        package var schemaVersion = 1
        package var folder: String
        package var count: Int
        package var url: String
        package var archiveSha256: String
    }

    private let url: String
    private let checksum: Checksum?
    private let output: String

    /// - Parameter checksum: of the archive; not checked if `nil`.
    package init(url: String, checksum: Checksum?, output: String) {
        self.url = url
        self.checksum = checksum
        self.output = output
    }

    /// Downloads and unpacks. The archive stays next to the folder as `FOLDER.archive` until it is unpacked, so that an
    /// interrupted run resumes.
    package func run(progress: @escaping Progress.Handler) async throws -> Report {
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
    }

    private func remove(_ archive: String) throws {
        try Folder.removeFile(archive)
        try Folder.removeFile(archive + ".download.json")
    }
}
