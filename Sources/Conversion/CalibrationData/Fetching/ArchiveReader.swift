internal import CArchive
internal import Glibc

/// Reads the members of a tar archive, plain or compressed with gzip or bzip2, one after the other.
///
/// Other formats and filters of libarchive stay off: some take as much memory as the archive asks for.
struct ArchiveReader: ~Copyable {
    struct Member {
        enum Kind {
            case file, folder, link, device
        }

        /// As in the archive; `nil` if it is not UTF-8.
        let name: String?
        let kind: Kind
    }

    private let path: String
    private let library: carchive_library
    private let archive: OpaquePointer

    /// - Throws: ``CalibrationError``.
    init(_ path: String) throws {
        guard let library = carchive_load()?.pointee, let archive = library.archive_read_new() else {
            throw CalibrationError.noArchiveLibrary
        }
        _ = library.archive_read_support_format_tar(archive)
        _ = library.archive_read_support_filter_gzip(archive)
        _ = library.archive_read_support_filter_bzip2(archive)
        guard library.archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK else {
            defer { _ = library.archive_read_free(archive) }
            throw Self.failure(library, archive, path)
        }
        self.path = path
        self.library = library
        self.archive = archive
    }

    deinit { _ = library.archive_read_free(archive) }

    /// Goes to the next member; `nil` after the last.
    func next() throws -> Member? {
        var entry: OpaquePointer?
        let status = library.archive_read_next_header(archive, &entry)
        if status == ARCHIVE_EOF { return nil }
        // A warning is about a name that is not in the locale's encoding.
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
            throw Self.failure(library, archive, path)
        }
        let name = library.archive_entry_pathname_utf8(entry) ?? library.archive_entry_pathname(entry)
        return Member(name: name.flatMap { String(validatingCString: $0) }, kind: kind(of: entry))
    }

    /// The next bytes of the member; none at its end. Holes are zeros.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> UnsafeRawBufferPointer {
        let count = library.archive_read_data(archive, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw Self.failure(library, archive, path) }
        return UnsafeRawBufferPointer(rebasing: buffer[..<count])
    }

    private func kind(of entry: OpaquePointer) -> Member.Kind {
        if library.archive_entry_hardlink(entry) != nil { return .link }
        return switch library.archive_entry_filetype(entry) {
        case S_IFREG: .file
        case S_IFDIR: .folder
        case S_IFLNK: .link
        default: .device
        }
    }

    private static func failure(
        _ library: carchive_library, _ archive: OpaquePointer, _ path: String
    ) -> CalibrationError {
        let reason = library.archive_error_string(archive).map { String(cString: $0) } ?? "unknown error"
        return .badArchive(path: path, reason: reason)
    }
}
