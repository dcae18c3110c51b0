internal import Dispatch
internal import Synchronization

/// Tells a thread that blocks in a download to stop.
final class StopSignal: Sendable {
    private let flag = Atomic(false)
    private let wakeup = DispatchSemaphore(value: 0)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() {
        flag.store(true, ordering: .relaxed)
        wakeup.signal()
    }

    /// Blocks the thread for a time, or until the signal is set.
    func wait(_ time: Duration) {
        let (seconds, attoseconds) = time.components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        _ = wakeup.wait(timeout: .now() + .nanoseconds(nanoseconds))
    }
}
