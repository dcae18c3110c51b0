import Diagnostics
import Glibc

/// Limits of the process (`ulimit`) below which nothing works: threads cannot start and the runtime waits for them
/// forever, or a library traps.
enum ResourceLimits {
    /// Measured: at 100 MB, threads cannot start and the runtime waits for them; at 150 MB, libraries crash.
    private static let addressSpace = 512 << 20
    /// Standard streams, the signal watch, the event loop of child processes, and a few files for each core.
    private static let openFiles = 32

    /// - Throws: ``TooLow``, before anything has been started.
    static func check() throws {
        try check(__rlimit_resource_t(RLIMIT_AS.rawValue), minimum: addressSpace) { bytes in
            TooLow(
                message: "the memory limit of \(bytes >> 20) MB (ulimit -v) is too low",
                fix: "set it to at least \(addressSpace >> 20) MB: ulimit -v \(addressSpace >> 10)")
        }
        try check(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), minimum: openFiles) { count in
            TooLow(
                message: "the limit of \(count) open files (ulimit -n) is too low",
                fix: "set it to at least \(openFiles): ulimit -n \(openFiles)")
        }
    }

    private static func check(
        _ resource: __rlimit_resource_t, minimum: Int, error: (Int) -> TooLow
    ) throws {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < rlim_t(minimum) else { return }
        throw error(Int(limit.rlim_cur))
    }

    /// A limit that is too low.
    struct TooLow: UserError {
        let message: String
        let fix: String?
    }
}
