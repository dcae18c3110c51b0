internal import Support
internal import Glibc

/// The bytes of a download so far, in `NAME.partial` next to the file that they are to become.
///
/// It outlives the process if its bytes can be resumed: the next run continues there. A lock keeps two processes apart.
final class PartialFile {
    let path: String
    /// The number of bytes so far.
    private(set) var count: Int
    /// How often bytes that were there had to be dropped.
    private(set) var restarts = 0
    private let target: String
    private let descriptor: Int32

    /// Opens the partial file of a target; the target's folder is made if it is missing.
    ///
    /// - Throws: ``DownloadError`` if another process has it, ``FileError``.
    init(for target: String) throws {
        self.target = target
        path = target + ".partial"
        try Folder.create(Path.folder(target))
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "write") }
        var (opened, named) = (stat(), stat())
        // Another process may have finished, and renamed the file, between opening and locking.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &opened) == 0, stat(path, &named) == 0,
            opened.st_ino == named.st_ino, opened.st_dev == named.st_dev
        else {
            close(descriptor)
            throw DownloadError(
                .busy, "another process is downloading this file",
                fix: "wait for it to end, then run the command again",
                path: target)
        }
        guard opened.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FileError.notAFile(path: path)
        }
        count = Int(opened.st_size)
    }

    deinit { close(descriptor) }

    /// Whether there are bytes of an address that the next run can resume.
    func isResumable(for url: String) -> Bool { count > 0 && record(for: url) != nil }

    /// What the bytes are the beginning of; `nil` if that is not known, or if they are of another address.
    func record(for url: String) -> PartialRecord? {
        let record: PartialRecord? = JSONFile.read(PartialRecord.path(for: path))
        return record?.url == url ? record : nil
    }

    /// Notes what the bytes are the beginning of; `nil` if they cannot be resumed.
    func write(_ record: PartialRecord?) throws {
        let path = PartialRecord.path(for: path)
        if let record { try JSONFile.write(record, to: path) } else { try Folder.removeFile(path) }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let written = pwrite(descriptor, rest.baseAddress, rest.count, off_t(count))
            if written < 0 {
                if errno == EINTR { continue }
                throw FileError(errno: errno, path: path, operation: "write")
            }
            count += written
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Drops all bytes.
    func truncate() throws {
        guard ftruncate(descriptor, 0) == 0 else { throw FileError(errno: errno, path: path, operation: "write") }
        if count > 0 { restarts += 1 }
        count = 0
    }

    /// Refuses at the start what would fill the disk at the end.
    func reserve(_ more: Int) throws {
        var status = statvfs()
        guard fstatvfs(descriptor, &status) == 0 else { return }
        let (available, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        guard overflow || available >= UInt64(max(0, more)) else {
            throw DownloadError(
                .noSpace, "the download needs \(more) bytes, and the disk has \(available) left",
                fix: "free some space, or choose another folder", path: target)
        }
    }

    /// The beginning of the file, at most `limit` bytes.
    func prefix(_ limit: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, limit, 0))
        }
    }

    /// Renames the file to its final name.
    func commit() throws {
        guard fsync(descriptor) == 0, rename(path, target) == 0 else {
            throw FileError(errno: errno, path: target, operation: "write")
        }
        try write(nil)
    }

    /// Removes the bytes and what is known of them.
    func discard() {
        unlink(path)
        unlink(PartialRecord.path(for: path))
    }
}
