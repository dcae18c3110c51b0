internal import FoundationEssentials
internal import Reporting
internal import Support

/// How one stage went.
package struct StageOutcome: Sendable, Codable, Equatable {
    package var name: String
    /// How long it took; for a cached stage, how long it took when it last ran.
    package var seconds: Double
    /// Whether it was skipped because its inputs and outputs have not changed.
    package var cached: Bool
}

/// Runs stages in order and skips those that are up to date.
struct StageRunner {
    let folder: WorkFolder
    /// Whether to run every stage again.
    let force: Bool
    /// Called before a stage runs (`nil`) and after.
    let announce: @Sendable (String, StageOutcome?) -> Void
    private(set) var outcomes: [StageOutcome] = []

    init(folder: WorkFolder, force: Bool, announce: @escaping @Sendable (String, StageOutcome?) -> Void) {
        self.folder = folder
        self.force = force
        self.announce = announce
    }

    /// Runs a stage, unless it is up to date.
    mutating func run(_ stage: Stage, _ work: () async throws -> Void) async throws {
        if !force, let record = validRecord(of: stage) {
            finish(StageOutcome(name: stage.name, seconds: record.seconds, cached: true))
            return
        }
        announce(stage.name, nil)
        // Removed first: a run that is killed halfway must not leave a valid record.
        try? FileManager.default.removeItem(atPath: recordPath(stage.name))
        let start = ContinuousClock.now
        try await PipelineError.wrappingErrors {
            try await work()
            try Task.checkCancellation()
            let record = StageRecord(
                stage: stage.name, key: stage.key, seconds: (ContinuousClock.now - start) / .seconds(1),
                inputs: stage.inputs, outputs: try fingerprints(of: stage.outputs))
            try AtomicFile.write(try JSONReport.encode(record), to: recordPath(stage.name))
        }
        finish(StageOutcome(name: stage.name, seconds: (ContinuousClock.now - start) / .seconds(1), cached: false))
    }

    private mutating func finish(_ outcome: StageOutcome) {
        outcomes.append(outcome)
        announce(outcome.name, outcome)
    }

    /// The record of a stage, if neither its inputs nor its outputs have changed since.
    private func validRecord(of stage: Stage) -> StageRecord? {
        guard let data = FileManager.default.contents(atPath: recordPath(stage.name)),
            let record = try? JSONReport.decode(StageRecord.self, from: data),
            record.key == stage.key,
            (try? fingerprints(of: stage.outputs)) == record.outputs
        else { return nil }
        return record
    }

    private func fingerprints(of outputs: [String]) throws -> [String: String] {
        var result: [String: String] = [:]
        for path in outputs {
            result[String(path.dropFirst(folder.path.count + 1))] = try Fingerprint.any(path)
        }
        return result
    }

    private func recordPath(_ name: String) -> String { Path.join(folder.stages, name + ".json") }
}
