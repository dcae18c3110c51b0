internal import Glibc

/// Reads a regular file from its start to its end in pieces of at most 1 MiB.
///
/// For files of any size: the pages of a mapped file would count as this process's memory.
func forEachPiece(of path: String, _ body: (UnsafeRawBufferPointer) -> Void) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "read") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        throw FileError.notAFile(path: path)
    }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw FileError(errno: errno, path: path, operation: "read") }
        if count == 0 { return }
        body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
}
