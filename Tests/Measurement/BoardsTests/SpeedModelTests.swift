import Testing

@testable import Boards

@Suite("Speed prediction")
struct SpeedModelTests {
    private let model = SpeedModel.published

    @Test("The published table has 26 networks, each with plausible figures")
    func table() {
        let speeds = PublishedSpeed.all
        #expect(speeds.count == 26)
        #expect(Set(speeds.map(\.network)).count == 26)
        #expect(speeds.map(\.estimatedMicroseconds) == speeds.map(\.estimatedMicroseconds).sorted())
        for speed in speeds {
            // One thread waits for more than the BPU; four are at most a tenth faster than the estimate.
            #expect(speed.latencyMilliseconds * 1000 > speed.estimatedMicroseconds)
            #expect(speed.framesPerSecond * speed.estimatedMicroseconds < 1.1e6, "\(speed.network)")
        }
    }

    // By numpy.linalg.lstsq on the same table, rows divided by the measured value.
    @Test("The lines and the leave-one-out errors are numpy's")
    func fit() {
        let lines = model.formulas
        #expect(abs(lines.latency.offset - 459.198128) < 1e-4 && abs(lines.latency.slope - 1.08822273) < 1e-7)
        #expect(abs(lines.period.offset - 27.65914154) < 1e-4 && abs(lines.period.slope - 1.00371878) < 1e-7)
        #expect(abs(model.latencyErrors.median - 0.045) < 1e-3)
        #expect(abs(model.latencyErrors.mean - 0.073) < 1e-3)
        #expect(abs(model.latencyErrors.ninetiethPercentile - 0.173) < 1e-3)
        #expect(model.latencyErrors.largest == model.checks.map { abs($0.latencyError) }.max())
        #expect(model.fpsErrors.median < 0.055)
    }

    @Test("Each error is that of a model that has not seen the network")
    func leaveOneOut() throws {
        for (index, check) in model.checks.enumerated() {
            var others = PublishedSpeed.all
            others.remove(at: index)
            let found = try #require(
                SpeedModel(others).prediction(estimate: check.speed.estimatedMicroseconds))
            #expect(abs(found.singleThreadLatencyMs / check.speed.latencyMilliseconds - 1 - check.latencyError) < 1e-9)
            #expect(abs(found.fourThreadFps / check.speed.framesPerSecond - 1 - check.fpsError) < 1e-9)
        }
    }

    @Test("RepViT's published figures are within the stated errors")
    func repvit() throws {
        for (estimate, latency, fps) in [(1072.9, 1.65, 902.69), (1399.1, 1.97, 692.29), (1643.6, 2.32, 590.42)] {
            let found = try #require(model.prediction(estimate: estimate))
            #expect(abs(found.singleThreadLatencyMs / latency - 1) < found.latencyError)
            #expect(abs(found.fourThreadFps / fps - 1) < found.fpsError)
            #expect(abs(found.fourThreadLatencyMs * found.fourThreadFps - 4000) < 1e-6)
            #expect(!found.extrapolated)
        }
    }

    @Test("Batches are not predicted, nor impossible estimates; networks beyond the table are marked")
    func limits() {
        #expect(model.prediction(estimate: 3249.5, batch: 4) == nil)
        for estimate in [0, -1, Double.nan, .infinity] { #expect(model.prediction(estimate: estimate) == nil) }
        #expect(model.prediction(estimate: 100)?.extrapolated == true)
        #expect(model.prediction(estimate: 20_000)?.extrapolated == true)
    }

    @Test("A line through exact points is found")
    func line() {
        let line = RelativeLine([(1, 5), (2, 7), (10, 23)])
        #expect(abs(line.offset - 3) < 1e-9 && abs(line.slope - 2) < 1e-9)
    }
}
