internal import Support
internal import Glibc
internal import Synchronization

/// The bytes of a download so far, in `NAME.partial` beside the file that they are to become.
///
/// It outlives the process on purpose: the next run goes on from it. A lock keeps two processes apart.
final class PartialFile: Sendable {
    let path: String
    private let target: String
    private let descriptor: Int32
    private let size: Mutex<Int>

    /// Opens or makes the partial file of a target.
    ///
    /// - Throws: ``HubError/busy(path:)`` if another process has it, ``HubError/file(_:)``.
    init(for target: String) throws(HubError) {
        self.target = target
        path = target + ".partial"
        do {
            try Folder.create(Path.folder(target))
        } catch {
            throw .file(error)
        }
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw .file(FileError(errno: errno, path: path, operation: "write")) }
        var status = stat()
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0 else {
            close(descriptor)
            throw .busy(path: target)
        }
        size = Mutex(Int(status.st_size))
    }

    deinit { close(descriptor) }

    /// Lets other downloads have the file, although this object may live for some time yet.
    func unlock() { flock(descriptor, LOCK_UN) }

    /// Bytes that are there.
    var count: Int { size.withLock { $0 } }

    /// What they are the beginning of; `nil` if that is not known, or they are of another address.
    func record(for url: String) -> PartialRecord? {
        guard let record: PartialRecord = JSONFile.read(PartialRecord.path(for: path)), record.url == url else {
            return nil
        }
        return record
    }

    func write(_ record: PartialRecord?) throws(HubError) {
        guard let record else {
            unlink(PartialRecord.path(for: path))
            return
        }
        try JSONFile.write(record, to: PartialRecord.path(for: path))
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(HubError) {
        let failure: HubError? = size.withLock { size in
            var rest = bytes
            while !rest.isEmpty {
                let written = pwrite(descriptor, rest.baseAddress, rest.count, off_t(size))
                if written < 0 {
                    if errno == EINTR { continue }
                    return .file(FileError(errno: errno, path: path, operation: "write"))
                }
                size += written
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
            return nil
        }
        if let failure { throw failure }
    }

    /// Drops all bytes: a new beginning.
    func truncate() throws(HubError) {
        let isDone = size.withLock { size in
            guard ftruncate(descriptor, 0) == 0 else { return false }
            size = 0
            return true
        }
        guard isDone else { throw .file(FileError(errno: errno, path: path, operation: "write")) }
    }

    /// Refuses at the start what would fill the disk at the end.
    func reserve(_ more: Int) throws(HubError) {
        var status = statvfs()
        guard fstatvfs(descriptor, &status) == 0 else { return }
        let (available, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        guard overflow || available >= UInt64(max(0, more)) else {
            throw .noSpace(path: target, needed: more, available: Int(clamping: available))
        }
    }

    /// The SHA-256 of the bytes so far, read piece by piece: mapped, they would all count as this process's memory.
    func sha256() throws(HubError) -> SHA256Digest {
        var hasher = SHA256()
        var position = 0
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = piece.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(position)) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .file(FileError(errno: errno, path: path, operation: "read")) }
            if count == 0 { return hasher.finalize() }
            piece.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            position += count
        }
    }

    /// Gives the file its name.
    func commit() throws(HubError) {
        guard fsync(descriptor) == 0, rename(path, target) == 0 else {
            throw .file(FileError(errno: errno, path: target, operation: "write"))
        }
        unlink(PartialRecord.path(for: path))
    }

    /// Removes bytes that are of no use.
    func discard() {
        unlink(path)
        unlink(PartialRecord.path(for: path))
    }
}
