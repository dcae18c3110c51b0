/// The sums over all images so far. Its size depends on the number of classes, not on that of images.
package struct Tally: Sendable {
    /// What one engine did.
    package struct Engine: Sendable {
        package let kind: EngineKind
        /// Labeled images whose class is the most likely one, and among the five most likely.
        package internal(set) var top1 = 0
        package internal(set) var top5 = 0
        /// Of all images, the time of loading and computing.
        package internal(set) var seconds = 0.0
        /// Images whose most likely class is float's.
        package internal(set) var agreeing = 0
        /// Labeled images right here and wrong in float, and the other way round.
        package internal(set) var won = 0
        package internal(set) var lost = 0
        package internal(set) var distance: LogitDistance?
        /// Correct images by class.
        package internal(set) var correct: [Int: Int] = [:]
        /// Wrong images by class and by what they were taken for.
        package internal(set) var confusions: [Confusion: Int] = [:]
        /// Images that changed sides, the first ``Tally/changeLimit`` of them.
        package internal(set) var changes: [Change] = []
        package internal(set) var changeCount = 0
    }

    /// A class, and the class that an image of it was taken for.
    package struct Confusion: Sendable, Hashable {
        package let label: Int
        package let prediction: Int
    }

    /// An image that float and another engine see differently.
    package struct Change: Sendable {
        package let path: String
        package let label: Int?
        package let float: Ranking
        package let other: Ranking
    }

    /// Changes that are kept for each engine.
    package static let changeLimit = 1000

    /// Images, with those that could not be read.
    package private(set) var count = 0
    package private(set) var skipped = 0
    package private(set) var labeled = 0
    /// Labeled images by class.
    package private(set) var classes: [Int: Int] = [:]
    package private(set) var engines: [Engine]
    private let lanes: Int

    init(engines: [EngineKind], lanes: Int) {
        self.engines = engines.map { Engine(kind: $0) }
        self.lanes = lanes
    }

    /// Images that were computed.
    package var evaluated: Int { count - skipped }

    /// Images per second that an engine computes alone, on all cores, with decoding.
    package func rate(_ engine: Engine) -> Double {
        engine.seconds > 0 ? Double(evaluated * lanes) / engine.seconds : 0
    }

    mutating func add(_ record: ImageRecord, of image: EvaluationImage) {
        count += 1
        guard record.problem == nil else {
            skipped += 1
            return
        }
        if let label = image.label {
            labeled += 1
            classes[label, default: 0] += 1
        }
        let float = record.outcomes[EngineKind.float.rawValue]?.ranking
        for index in engines.indices {
            guard let outcome = record.outcomes[engines[index].kind.rawValue] else { continue }
            engines[index].seconds += record.seconds + outcome.seconds
            engines[index].add(outcome, image, float: engines[index].kind == .float ? nil : float)
        }
    }
}

extension Tally.Engine {
    fileprivate mutating func add(_ outcome: ImageRecord.Outcome, _ image: EvaluationImage, float: Ranking?) {
        guard let best = outcome.ranking.classes.first else { return }
        if let label = image.label {
            if best == label {
                top1 += 1
                correct[label, default: 0] += 1
            } else {
                confusions[Tally.Confusion(label: label, prediction: best), default: 0] += 1
            }
            if outcome.ranking.classes.contains(label) { top5 += 1 }
        }
        guard let float, let floatBest = float.classes.first else { return }
        if best == floatBest { agreeing += 1 }
        if let one = outcome.distance { distance = distance.map { $0 + one } ?? one }
        var isChanged = best != floatBest
        if let label = image.label {
            if best == label, floatBest != label { won += 1 }
            if best != label, floatBest == label { lost += 1 }
            isChanged = (best == label) != (floatBest == label)
        }
        guard isChanged else { return }
        changeCount += 1
        if changes.count < Tally.changeLimit {
            changes.append(
                Tally.Change(path: image.path, label: image.label, float: float, other: outcome.ranking))
        }
    }
}
