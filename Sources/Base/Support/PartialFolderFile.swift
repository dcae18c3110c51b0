internal import Glibc

extension Folder {
    /// Writes a whole file into a folder that is not in use yet, such as one of ``makePartial(for:)``.
    ///
    /// It costs less than ``AtomicFile``, which renames each file and looks for leftovers next to it: a folder of
    /// thousands of files is renamed as a whole. The folder must exist.
    ///
    /// - Throws: ``FileError``; the file may then be there in part.
    package static func writeFile(_ bytes: UnsafeRawBufferPointer, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "write") }
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                let code = errno
                close(descriptor)
                throw FileError(errno: code, path: path, operation: "write")
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
        // Some file systems report a full disk only here.
        guard close(descriptor) == 0 else { throw FileError(errno: errno, path: path, operation: "write") }
    }
}
