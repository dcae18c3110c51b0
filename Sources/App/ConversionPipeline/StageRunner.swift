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

/// Runs the stages of one command in order and skips those that are up to date.
struct StageRunner {
    let folder: WorkFolder
    /// `prepare`, `build`: two commands never share a record.
    let command: String
    let selection: StageSelection
    /// The names of the command's stages in the order in which they run; only a selected stage needs it.
    let order: [String]
    /// Called before a stage runs (`nil`) and after.
    let announce: @Sendable (String, StageOutcome?) -> Void
    private(set) var outcomes: [StageOutcome] = []

    init(
        folder: WorkFolder, command: String, selection: StageSelection, order: [String] = [],
        announce: @escaping @Sendable (String, StageOutcome?) -> Void
    ) {
        self.folder = folder
        self.command = command
        self.selection = selection
        self.order = order
        self.announce = announce
    }

    /// Whether all stages so far are up to date; a stage that was left alone may not be.
    private(set) var isComplete = true

    /// Runs a stage, unless it is up to date or not selected.
    ///
    /// - Throws: ``PipelineError/outdated(stage:folder:)`` if a later stage was selected that needs this one; what the
    ///   work throws.
    mutating func run(_ stage: Stage, _ work: () async throws -> Void) async throws {
        let decision = selection.decision(for: stage.name, in: order)
        if decision != .run, let record = validRecord(of: stage) {
            finish(StageOutcome(name: stage.name, seconds: record.seconds, cached: true))
            return
        }
        switch decision {
        case .run, .runIfOutdated: break
        case .require where !stage.isPrerequisite: return
        case .require: throw PipelineError.outdated(stage: stage.name, folder: folder.path)
        case .leave:
            isComplete = false
            return
        }
        announce(stage.name, nil)
        // Removed first: a run that is killed halfway must not leave a valid record.
        try Folder.removeFile(path(of: stage.name))
        let start = ContinuousClock.now
        try await PipelineError.wrappingErrors {
            try await work()
            try Task.checkCancellation()
            let record = StageRecord(
                stage: stage.name, key: stage.key, seconds: (ContinuousClock.now - start) / .seconds(1),
                inputs: stage.inputs, outputs: try fingerprints(of: stage.outputs))
            try AtomicFile.write(try JSONReport.encode(record), to: path(of: stage.name))
        }
        finish(StageOutcome(name: stage.name, seconds: (ContinuousClock.now - start) / .seconds(1), cached: false))
    }

    /// Skips a stage whose output the user has edited.
    mutating func keep(_ stage: String) {
        finish(StageOutcome(name: stage, seconds: record(of: stage)?.seconds ?? 0, cached: true))
    }

    /// Whether an output is there that the stage, when it last ran, did not write.
    func isEdited(_ output: String, of stage: String) -> Bool {
        guard let found = try? Fingerprint.any(output) else { return false }
        return record(of: stage)?.outputs[key(of: output)] != found
    }

    private mutating func finish(_ outcome: StageOutcome) {
        outcomes.append(outcome)
        announce(outcome.name, outcome)
    }

    /// The record of a stage, if neither its inputs nor its outputs have changed since.
    private func validRecord(of stage: Stage) -> StageRecord? {
        guard let record = record(of: stage.name), record.key == stage.key,
            (try? fingerprints(of: stage.outputs)) == record.outputs
        else { return nil }
        return record
    }

    private func record(of stage: String) -> StageRecord? {
        guard let data = FileManager.default.contents(atPath: path(of: stage)) else { return nil }
        return try? JSONReport.decode(StageRecord.self, from: data)
    }

    private func fingerprints(of outputs: [String]) throws -> [String: String] {
        var result: [String: String] = [:]
        for path in outputs { result[key(of: path)] = try Fingerprint.any(path) }
        return result
    }

    /// The path relative to the work folder.
    private func key(of output: String) -> String { String(output.dropFirst(folder.path.count + 1)) }

    private func path(of stage: String) -> String { folder.record(of: stage, command: command) }
}
