internal import Glibc

/// A file mapped into memory, read-only, for as long as this object lives.
///
/// Nothing is read until it is touched, so opening a 2 GB file costs neither time nor memory.
/// A file that another process truncates while it is mapped ends the process (`SIGBUS`), as with
/// every mapped file: write by renaming, as ``AtomicFile`` does.
package final class MappedFile: Sendable {
    package let path: String
    private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    /// The file's size in bytes.
    package var count: Int { bytes.count }
    package var isEmpty: Bool { bytes.isEmpty }

    /// Maps a regular file; an empty one has no bytes.
    ///
    /// - Throws: ``FileError`` if it cannot be opened, is not a regular file, or cannot be mapped.
    package init(path: String) throws(FileError) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "read") }
        defer { close(descriptor) }

        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw FileError(errno: errno, path: path, operation: "read")
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError.notAFile(path: path) }
        let count = Int(status.st_size)
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw FileError(errno: errno, path: path, operation: "map")
        }
        bytes = UnsafeRawBufferPointer(start: start, count: count)
    }

    /// Lends the whole file for the duration of the call, which keeps this object alive.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(bytes)
    }

    deinit {
        if let start = bytes.baseAddress {
            munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
        }
    }
}
