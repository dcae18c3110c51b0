internal import Boards
internal import FoundationEssentials
internal import Reporting

extension SpeedModel.Prediction {
    /// The sentence by which every report tells a prediction from what was measured.
    var text: String {
        let note = extrapolated ? "; outside the published range" : ""
        return "expected on the board: 1 thread \(milliseconds(singleThreadLatencyMs)) (+- \(percent(latencyError))); "
            + "4 threads \(Figure.decimal(fourThreadFps, places: 1)) FPS (+- \(percent(fpsError))), "
            + "hence \(milliseconds(fourThreadLatencyMs)); 9 of 10 networks were this close\(note)"
    }

    private func milliseconds(_ value: Double) -> String { Figure.decimal(value, places: 2) + " ms" }
    private func percent(_ share: Double) -> String { Figure.decimal(100 * share, places: 0) + " %" }
}

extension EvaluatedModel {
    /// What the board is expected to show of this model; `nil` if it was not built by name, or nothing is predicted.
    package var expectedSpeed: String? {
        guard isPrepared,
            let report = FileManager.default.contents(atPath: folder.report)
                .flatMap({ try? JSONReport.decode(BuildReport.self, from: $0) })
        else { return nil }
        return SpeedModel.published.prediction(estimate: report.latencyUs, batch: report.batch)?.text
    }
}
