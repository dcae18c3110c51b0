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

    /// Ten times ImageNet's validation set.
    private static let largestArchive = 64 << 30

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
    /// interrupted run resumes; one that cannot be unpacked is deleted.
    ///
    /// - Parameter warn: told what was skipped in the archive.
    package func run(
        warn: (Finding) -> Void = { _ in }, progress: @escaping Progress.Handler
    ) async throws -> Report {
        if let entry = try? Folder.names(in: output).first {
            throw CalibrationError.occupied(path: output, entry: entry)
        }
        let archive = (output.hasSuffix("/") ? String(output.dropLast()) : output) + ".archive"
        var remote = try RemoteFile(url: url, sizeLimit: Self.largestArchive, validate: ImageArchive.check)
        remote.checksum = checksum
        let file = try await Downloader().download(remote, to: archive, progress: progress)
        do {
            let count = try ImageArchive.unpack(archive, to: output, warn: warn, progress: progress)
            try file.remove()
            return Report(folder: output, count: count, url: url, archiveSha256: file.sha256)
        } catch let error as CalibrationError where error != .interrupted {
            try file.remove()
            throw error
        }
    }
}
