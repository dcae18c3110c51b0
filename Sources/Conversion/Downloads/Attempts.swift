/// Counts the requests of a download that did not end it, and says how long to wait for the next.
struct Attempts {
    /// Why the last request did not end the download.
    var problem = "too many requests"
    private let policy: Downloader.RetryPolicy
    private var failures = 0
    private var backoff: Duration

    init(_ policy: Downloader.RetryPolicy) {
        self.policy = policy
        backoff = policy.firstDelay
    }

    /// The time to wait before the next request; `nil` if there should be none.
    ///
    /// - Parameters:
    ///   - gain: how many bytes more there are than before the last request.
    ///   - restarts: how often the bytes that were there were lost.
    ///   - retryAfter: the delay that the server wants, in seconds.
    mutating func delay(afterGaining gain: Int, restarts: Int, retryAfter: Double?) -> Duration? {
        if gain > 0 {
            failures = 0
            backoff = policy.firstDelay
        }
        failures += 1
        guard failures < policy.attempts, restarts <= policy.restarts else { return nil }
        if gain > 0 { return .zero }
        defer { backoff *= 2 }
        return max(backoff, .seconds(min(30, max(0, retryAfter ?? 0))))
    }
}
