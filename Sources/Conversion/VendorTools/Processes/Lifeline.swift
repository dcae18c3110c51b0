internal import Glibc

/// A pipe whose write end only this process holds: its reader sees the end of it when this process is gone.
struct Lifeline: ~Copyable {
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw ToolchainError.cannotStart(
                executable: "/bin/sh", reason: "no pipe: " + String(cString: strerror(errno)))
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    /// Closes both ends, which tells the reader to go.
    consuming func cut() {}

    deinit {
        close(readEnd)
        close(writeEnd)
    }
}
