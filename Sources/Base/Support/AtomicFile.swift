internal import Glibc

/// A file that appears under its name only when it is whole.
///
/// The bytes go to a hidden sibling `.NAME.partial-PID`; ``commit()`` renames it. If the value is dropped
/// before, the sibling is removed. What a killed process left is removed by the next writer of
/// the same file.
package struct AtomicFile: ~Copyable {
    package let path: String
    private let partialPath: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private static let bufferSize = 1 << 20
    /// More bytes at once go to the file without a copy.
    private static let copyLimit = 1 << 14

    /// Starts writing; parent folders are made as needed.
    ///
    /// - Throws: ``FileError``; ``FileError/notAFile(path:)`` if a folder, a device or a pipe has that name.
    package init(path: String) throws(FileError) {
        let (folder, name) = Path.split(path)
        // Renaming over a device such as /dev/null would put a file in its place, for every process.
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { throw .notAFile(path: path) }
        try Folder.create(folder)
        Folder.sweepPartials(of: name, in: folder)
        let partialPath = Path.join(folder, Folder.partialName(for: name))
        let descriptor = open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "write") }
        self.path = path
        self.partialPath = partialPath
        self.descriptor = descriptor
        buffer.reserveCapacity(Self.bufferSize)
    }

    deinit {
        if descriptor >= 0 {
            close(descriptor)
            unlink(partialPath)
        }
    }

    /// Appends bytes.
    package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        if buffer.count + bytes.count > Self.bufferSize || bytes.count > Self.copyLimit { try flush() }
        if bytes.count > Self.copyLimit {
            try writeThrough(bytes)
        } else {
            buffer.append(contentsOf: bytes)
        }
    }

    package mutating func write(_ bytes: [UInt8]) throws(FileError) {
        try bytes.span.withUnsafeBytes { (raw: UnsafeRawBufferPointer) throws(FileError) in try write(raw) }
    }

    package mutating func write(_ text: String) throws(FileError) {
        try write(Array(text.utf8))
    }

    /// Renames the file to its final name, replacing what had it.
    ///
    /// - Throws: ``FileError``; the partial file is then gone and what was there before is untouched.
    package consuming func commit() throws(FileError) {
        try flush()
        // Some file systems report a full disk only here.
        guard close(descriptor) == 0 else {
            let code = errno
            descriptor = -1
            unlink(partialPath)
            throw FileError(errno: code, path: path, operation: "write")
        }
        descriptor = -1
        guard rename(partialPath, path) == 0 else {
            let code = errno
            unlink(partialPath)
            throw FileError(errno: code, path: path, operation: "write")
        }
    }

    /// Writes a whole file at once.
    package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        var file = try AtomicFile(path: path)
        try file.write(bytes)
        try file.commit()
    }

    /// Writes a whole text at once, as UTF-8.
    package static func write(_ text: String, to path: String) throws(FileError) {
        try write(Array(text.utf8), to: path)
    }

    private mutating func flush() throws(FileError) {
        let pending = buffer
        buffer.removeAll(keepingCapacity: true)
        try pending.span.withUnsafeBytes { (raw: UnsafeRawBufferPointer) throws(FileError) in try writeThrough(raw) }
    }

    private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw FileError(errno: errno, path: path, operation: "write")
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }
}
