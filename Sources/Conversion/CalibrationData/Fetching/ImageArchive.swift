package import Diagnostics
internal import Support

/// The images in a tar archive, plain or compressed.
package enum ImageArchive {
    /// The largest image that is unpacked, in bytes.
    static let largestImage = 64_000_000
    static let mostMembers = 2_000_000

    /// Checks that a file is an archive and that its first member can be read.
    ///
    /// - Throws: ``CalibrationError``.
    package static func check(_ archive: String) throws {
        guard try ArchiveReader(archive).next() != nil else {
            throw CalibrationError.badArchive(path: archive, reason: "it is empty")
        }
    }

    /// Writes the images to a folder, each under its path in the archive. Nothing else is written, and nothing outside
    /// of the folder, which appears when it is whole.
    ///
    /// - Parameter warn: told what was skipped although it may be an image.
    /// - Returns: the number of images.
    /// - Throws: ``CalibrationError``, ``FileError``.
    @discardableResult
    package static func unpack(
        _ archive: String, to output: String, warn: (Finding) -> Void = { _ in }, progress: @escaping Progress.Handler
    ) throws -> Int {
        if let entry = try? Folder.names(in: output).first {
            throw CalibrationError.occupied(path: output, entry: entry)
        }
        let reader = try ArchiveReader(archive)
        let folder = try Folder.makePartial(for: output)
        do {
            var unpacking = Unpacking(archive, to: folder, progress: progress)
            defer { unpacking.skipped.forEach(warn) }
            try unpacking.run(reader)
            guard unpacking.count > 0 else { throw CalibrationError.noImages(path: archive) }
            try Folder.replace(output, with: folder)
            return unpacking.count
        } catch {
            try? Folder.remove(folder)
            throw error
        }
    }

    /// The path of an image below the folder; `nil` if the name leads out of it or cannot be a path.
    static func safePath(_ name: String) -> String? {
        let parts = name.split(separator: "/").filter { $0 != "." }
        guard !name.hasPrefix("/"), !parts.isEmpty, parts.count <= 32,
            parts.allSatisfy({ $0 != ".." && $0.utf8.count <= 255 })
        else { return nil }
        return parts.joined(separator: "/")
    }
}
