internal import Boards
internal import Reporting

/// What `board speed` prints: a prediction, and what predictions are worth.
package struct BoardSpeedReport: Sendable, Encodable {
    struct Network: Sendable, Encodable {
        let name: String
        let estimatedUs: Double
        let publishedLatencyMs: Double
        let latencyError: Double
        let publishedFps: Double
        let fpsError: Double
    }

    let schemaVersion = 1
    /// Of hb_perf's estimate that was given.
    let expected: SpeedModel.Prediction?
    /// Of the networks that were left out of the fit, one after another.
    let latencyError: PredictionError
    let fpsError: PredictionError
    let networks: [Network]

    /// - Parameter microseconds: hb_perf's estimate of one image on one core.
    package init(estimate microseconds: Double?) {
        let model = SpeedModel.published
        expected = microseconds.flatMap { model.prediction(estimate: $0) }
        latencyError = model.latencyErrors
        fpsError = model.fpsErrors
        networks = model.checks.map {
            Network(
                name: $0.speed.network, estimatedUs: $0.speed.estimatedMicroseconds,
                publishedLatencyMs: $0.speed.latencyMilliseconds, latencyError: $0.latencyError,
                publishedFps: $0.speed.framesPerSecond, fpsError: $0.fpsError)
        }
    }

    package var text: String {
        if let expected { return expected.text + "\n" }
        var table = Table(
            .left("network"), .right("hb_perf"), .right("published, 1 thread"), .right("error"),
            .right("published, 4 threads"), .right("error"))
        for network in networks {
            table.append(
                network.name, Figure.decimal(network.estimatedUs, places: 1) + " us",
                Figure.decimal(network.publishedLatencyMs, places: 2) + " ms", Self.signed(network.latencyError),
                Figure.decimal(network.publishedFps, places: 0) + " FPS", Self.signed(network.fpsError))
        }
        let summary = Self.summary("latency", latencyError) + Self.summary("FPS", fpsError)
        return table.render() + "\n" + summary
    }

    private static func summary(_ name: String, _ error: PredictionError) -> String {
        "\(name), leave-one-out: median \(percent(error.median)), mean \(percent(error.mean)), "
            + "9 of 10 within \(percent(error.ninetiethPercentile)), largest \(percent(error.largest))\n"
    }

    private static func percent(_ share: Double) -> String { Figure.decimal(100 * share, places: 1) + " %" }
    private static func signed(_ share: Double) -> String { (share > 0 ? "+" : "") + percent(share) }
}
