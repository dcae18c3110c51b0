/// Predicts a network's speed on the board from hb_perf's estimate.
///
/// hb_perf counts the BPU's time for one run. One thread on the board also waits for the CPU's share of each run
/// (submitting it, the operators on the CPU, the output), so its latency is a line with an offset. Four threads seem to
/// hide that share: the published time between two frames is a line with almost no offset. Both lines are fitted to
/// ``PublishedSpeed/all``. The latency with four threads is not published; with four requests in flight, it follows from
/// their rate.
package struct SpeedModel: Sendable {
    /// What is predicted of one network.
    package struct Prediction: Sendable, Codable, Hashable {
        /// One image, with one thread and with four.
        package let singleThreadLatencyMs: Double
        package let fourThreadLatencyMs: Double
        /// With four threads.
        package let fourThreadFps: Double
        /// Nine of ten predictions were this close when left out of the fit, as shares. That of the latency is for one
        /// thread.
        package let latencyError: Double
        package let fpsError: Double
        /// Whether the network is slower or faster than all of those published.
        package let extrapolated: Bool
    }

    /// One published network, and the errors of the models that were fitted without it.
    package struct Check: Sendable, Hashable {
        package let speed: PublishedSpeed
        /// Predicted over measured, less 1.
        package let latencyError: Double
        package let fpsError: Double
    }

    package static let published = SpeedModel(PublishedSpeed.all)

    package let checks: [Check]
    package let latencyErrors: PredictionError
    package let fpsErrors: PredictionError
    private let latency: RelativeLine
    private let period: RelativeLine
    private let range: ClosedRange<Double>

    /// - Precondition: there are at least three networks of different estimates.
    init(_ speeds: [PublishedSpeed]) {
        let latencies = speeds.map { (x: $0.estimatedMicroseconds, y: $0.latencyMilliseconds * 1000) }
        let periods = speeds.map { (x: $0.estimatedMicroseconds, y: 1e6 / $0.framesPerSecond) }
        latency = RelativeLine(latencies)
        period = RelativeLine(periods)
        let latencyErrors = RelativeLine.leaveOneOutErrors(latencies)
        // The rate is the reciprocal of what was fitted.
        let fpsErrors = RelativeLine.leaveOneOutErrors(periods).map { 1 / (1 + $0) - 1 }
        self.latencyErrors = PredictionError(latencyErrors)
        self.fpsErrors = PredictionError(fpsErrors)
        checks = zip(speeds, zip(latencyErrors, fpsErrors)).map {
            Check(speed: $0, latencyError: $1.0, fpsError: $1.1)
        }
        let estimates = speeds.map(\.estimatedMicroseconds)
        range = (estimates.min() ?? 0)...(estimates.max() ?? 0)
    }

    /// - Parameters:
    ///   - microseconds: hb_perf's estimate of a run on one core.
    ///   - batch: images of a run.
    /// - Returns: `nil` for more than one image a run, of which nothing was published, and for an impossible estimate.
    package func prediction(estimate microseconds: Double, batch: Int = 1) -> Prediction? {
        guard batch == 1, microseconds.isFinite, microseconds > 0 else { return nil }
        let period = period(microseconds)
        return Prediction(
            singleThreadLatencyMs: latency(microseconds) / 1000, fourThreadLatencyMs: 4 * period / 1000,
            fourThreadFps: 1e6 / period, latencyError: latencyErrors.ninetiethPercentile,
            fpsError: fpsErrors.ninetiethPercentile, extrapolated: !range.contains(microseconds))
    }

    /// The fitted lines, in microseconds, for people to read.
    package var formulas: (latency: (offset: Double, slope: Double), period: (offset: Double, slope: Double)) {
        ((latency.offset, latency.slope), (period.offset, period.slope))
    }
}
