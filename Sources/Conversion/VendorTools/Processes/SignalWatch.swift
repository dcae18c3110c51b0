internal import Dispatch
internal import Glibc
internal import Synchronization

/// Where the signal handler writes; a handler may do little else.
private nonisolated(unsafe) var signalWriteEnd: Int32 = -1

/// Waits for signals on a thread of its own.
///
/// A handler is installed rather than the signal ignored or blocked: both of these would be inherited by the
/// programs that are started meanwhile.
final class SignalWatch: Sendable {
    /// How long cancelled work may take to end its programs and remove its partial files.
    static let patience = 3.0
    /// A signal that follows another this soon is the same one: `timeout` sends it to the process and to its group.
    private static let echo = Duration.milliseconds(250)
    private static let signals = [SIGINT, SIGTERM, SIGHUP]
    /// Tells the thread to end.
    private static let stopByte: UInt8 = 0

    private let writeEnd: Int32
    private let count = Atomic<Int>(0)
    private let isStopped = Atomic<Bool>(false)

    /// - Parameter onSignal: called once, on another thread, when the first signal comes.
    init(onSignal: @escaping @Sendable () -> Void) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw ToolchainError.cannotStart(
                executable: "the watch for signals", reason: String(cString: strerror(errno)))
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let readEnd = ends[0]
        writeEnd = ends[1]
        signalWriteEnd = writeEnd
        for number in Self.signals {
            signal(number) { number in
                let saved = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = Glibc.write(signalWriteEnd, &byte, 1)
                errno = saved
            }
        }
        // A serial queue has a thread of its own, also while the shared ones are busy.
        DispatchQueue(label: "signals").async { [self] in
            listen(readEnd, onSignal)
            close(readEnd)
        }
    }

    /// Puts the default handlers back.
    ///
    /// - Returns: whether a signal came.
    func stop() -> Bool {
        isStopped.store(true, ordering: .releasing)
        for number in Self.signals { signal(number, SIG_DFL) }
        signalWriteEnd = -1
        var byte = Self.stopByte
        _ = Glibc.write(writeEnd, &byte, 1)
        close(writeEnd)
        return count.load(ordering: .acquiring) > 0
    }

    private func listen(_ readEnd: Int32, _ onSignal: @Sendable () -> Void) {
        var first: ContinuousClock.Instant?
        while true {
            var byte: UInt8 = 0
            let got = read(readEnd, &byte, 1)
            if got < 0, errno == EINTR { continue }
            if got <= 0 || byte == Self.stopByte { return }
            if let first {
                if ContinuousClock.now - first > Self.echo { Self.leave() }
                continue
            }
            first = .now
            count.add(1, ordering: .acquiringAndReleasing)
            onSignal()
            DispatchQueue(label: "patience").asyncAfter(deadline: .now() + Self.patience) { [self] in
                if !isStopped.load(ordering: .acquiring) { Self.leave() }
            }
        }
    }

    /// Leaves work that does not end by itself, with the words that it would have ended with.
    private static func leave() -> Never {
        let words = Array("error: \(ToolchainError.interrupted.message)\n".utf8)
        _ = Glibc.write(STDERR_FILENO, words, words.count)
        _exit(130)
    }
}
