package import Diagnostics
internal import Imaging
internal import Support

/// Runs engines on the same images, and adds up how well they do.
package struct Evaluation: Sendable {
    /// More chunks than this many a core are not held while an earlier one is computed.
    private static let chunksAhead = 4

    private let engines: [any ClassifierEngine]
    private let images: [EvaluationImage]
    private let loader: SampleLoader
    private let lanes: Int

    /// - Parameters:
    ///   - engines: the float engine first, if it is there: the others are compared with it.
    ///   - lanes: images that are worked on at the same time.
    package init(
        engines: [any ClassifierEngine], images: [EvaluationImage], loader: SampleLoader, lanes: Int = Cores.count
    ) {
        self.engines = engines
        self.images = images
        self.loader = loader
        self.lanes = max(1, lanes)
    }

    /// Evaluates the images that the journal does not have yet.
    ///
    /// Records are added up and written in the order of the images, so that the result does not depend on which thread
    /// was faster, or on whether the run was interrupted.
    ///
    /// - Parameter warn: called with what a person should know: images that cannot be read, a journal that cannot be
    ///   written.
    /// - Throws: what the engines throw; `CancellationError`.
    package func run(
        journal: Journal?, warn: @escaping @Sendable (any UserError) -> Void, progress: @escaping Progress.Handler
    ) async throws -> Tally {
        var tally = Tally(engines: engines.map(\.kind), lanes: lanes)
        try journal?.records { record in
            if tally.count < images.count { tally.add(record, of: images[tally.count]) }
        }
        let size = engines.map(\.batch).max() ?? 1
        let starts = Array(stride(from: tally.count, to: images.count, by: size))
        var finished: [Int: [ImageRecord]] = [:]
        var (next, done) = (0, 0)
        try await withThrowingTaskGroup(of: (Int, [ImageRecord]).self) { group in
            func start() {
                while next < starts.count, next - done < lanes * Self.chunksAhead, next - done - finished.count < lanes
                {
                    let index = next
                    let chunk = images[starts[index]..<min(starts[index] + size, images.count)]
                    next += 1
                    group.addTask { (index, try await records(of: chunk)) }
                }
            }
            start()
            while let (index, records) = try await group.next() {
                finished[index] = records
                while let records = finished.removeValue(forKey: done) {
                    for record in records {
                        let image = images[tally.count]
                        tally.add(record, of: image)
                        if let problem = record.problem { warn(SkippedImage(path: image.path, problem: problem)) }
                        if let failure = journal?.append(record) { warn(LostJournal(cause: failure)) }
                    }
                    done += 1
                    progress(Progress("evaluating images", completed: tally.count, total: images.count))
                }
                start()
            }
        }
        return tally
    }

    private func records(of images: ArraySlice<EvaluationImage>) async throws -> [ImageRecord] {
        try Task.checkCancellation()
        let clock = ContinuousClock()
        var records: [ImageRecord] = []
        var samples: [Sample] = []
        var places: [Int] = []
        for (place, image) in images.enumerated() {
            let start = clock.now
            var record = ImageRecord(seconds: 0)
            do {
                samples.append(try loader.load(image.path))
                places.append(place)
            } catch let error as ImageError {
                record.problem = error.message
            }
            record.seconds = (clock.now - start) / .seconds(1)
            records.append(record)
        }
        guard !samples.isEmpty else { return records }
        var reference: [[Float]]?
        for engine in engines {
            let start = clock.now
            let logits = try await engine.logits(samples)
            let seconds = (clock.now - start) / .seconds(1) / Double(samples.count)
            for (index, place) in places.enumerated() {
                records[place].outcomes[engine.kind.rawValue] = ImageRecord.Outcome(
                    ranking: Ranking(logits[index]), seconds: seconds,
                    distance: try reference.map { try Self.distance(logits[index], $0[index], engine.kind) })
            }
            if engine.kind == .float { reference = logits }
        }
        return records
    }

    private static func distance(
        _ logits: [Float], _ reference: [Float], _ engine: EngineKind
    ) throws -> LogitDistance {
        guard logits.count == reference.count else {
            throw EvaluationError.differentClasses(engine: engine, classes: logits.count, expected: reference.count)
        }
        return LogitDistance(logits, from: reference)
    }
}

/// An image that was left out.
private struct SkippedImage: UserError {
    let path: String
    let problem: String

    var message: String { "\(problem); the image was skipped" }
    var location: SourceLocation? { SourceLocation(path: path) }
}
