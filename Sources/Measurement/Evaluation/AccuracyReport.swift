package import InputContract

/// How well engines do on a set of images: what `evaluate` prints as JSON.
package struct AccuracyReport: Sendable, Codable, Equatable {
    package struct Engine: Sendable, Codable, Equatable {
        package var model: String
        /// Shares of the labeled images, 0...1; `nil` without labels.
        package var top1: Double?
        package var top5: Double?
        /// 95 % confidence interval of ``top1`` (Wilson).
        package var interval: [Double]?
        /// On all cores, with decoding, when it ran.
        package var imagesPerSecond: Double
        /// Against float; `nil` for float itself, and without a float model.
        package var agreement: Double?
        package var won: Int?
        package var lost: Int?
        package var pValue: Double?
        package var sqnrDb: Double?
        package var cosine: Double?
        /// The most frequent mistakes, and images that float sees differently.
        package var confusions: [Confusion]?
        package var changedCount: Int?
        package var changed: [Change]?
    }

    package struct Class: Sendable, Codable, Equatable {
        package var index: Int
        package var name: String?
        package var count: Int
        /// Share of correct images by engine.
        package var top1: [String: Double]
    }

    package struct Confusion: Sendable, Codable, Equatable {
        package var label: Int
        package var labelName: String?
        package var predicted: Int
        package var predictedName: String?
        package var count: Int
    }

    package struct Change: Sendable, Codable, Equatable {
        package var path: String
        package var label: Int?
        package var float: Ranking
        package var engine: Ranking
    }

    package var schemaVersion = 1
    /// Images that were computed.
    package var count: Int
    package var skipped: Int
    package var labeled: Int
    package var preset: String
    package var view: String
    /// Side of the images that the networks are shown.
    package var size: ImageSize?
    /// Range of the YUV input; `nil` if none of the engines has one.
    package var range: NV12Range?
    /// By the names of ``EngineKind``.
    package var engines: [String: Engine]
    /// Classes with labeled images, by index.
    package var classes: [Class]?

    package init(
        _ tally: Tally, engines: [any ClassifierEngine], preset: String, view: String, names: [Int: String]
    ) {
        count = tally.evaluated
        skipped = tally.skipped
        labeled = tally.labeled
        self.preset = preset
        self.view = view
        size = engines.lazy.flatMap(\.inputs).compactMap(\.imageSize).first
        range = engines.lazy.flatMap(\.inputs).compactMap(\.range).first
        let hasFloat = tally.engines.contains { $0.kind == .float }
        self.engines = [:]
        for (one, engine) in zip(tally.engines, engines) {
            self.engines[one.kind.rawValue] = Engine(
                one, tally, model: engine.model, hasFloat: hasFloat, names: names)
        }
        guard tally.labeled > 0 else { return }
        classes = tally.classes.sorted { $0.key < $1.key }.map { label, count in
            Class(
                index: label, name: names[label], count: count,
                top1: Dictionary(
                    uniqueKeysWithValues: tally.engines.map {
                        ($0.kind.rawValue, Double($0.correct[label] ?? 0) / Double(count))
                    }))
        }
    }
}

extension AccuracyReport {
    /// A range that does not apply is `null` rather than missing.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(schemaVersion, forKey: .schemaVersion)
        try container.encode(count, forKey: .count)
        try container.encode(skipped, forKey: .skipped)
        try container.encode(labeled, forKey: .labeled)
        try container.encode(preset, forKey: .preset)
        try container.encode(view, forKey: .view)
        try container.encodeIfPresent(size, forKey: .size)
        try container.encode(range, forKey: .range)
        try container.encode(engines, forKey: .engines)
        try container.encodeIfPresent(classes, forKey: .classes)
    }
}

extension AccuracyReport.Engine {
    /// Confusions that are listed.
    private static let confusionLimit = 20

    fileprivate init(
        _ engine: Tally.Engine, _ tally: Tally, model: String, hasFloat: Bool, names: [Int: String]
    ) {
        self.model = model
        imagesPerSecond = tally.rate(engine)
        if tally.labeled > 0 {
            top1 = Double(engine.top1) / Double(tally.labeled)
            top5 = Double(engine.top5) / Double(tally.labeled)
            interval = WilsonInterval.bounds(engine.top1, of: tally.labeled)
            confusions = engine.confusions.map { ($0.key, $0.value) }
                .sorted { ($1.1, $0.0.label, $0.0.prediction) < ($0.1, $1.0.label, $1.0.prediction) }
                .prefix(Self.confusionLimit).map {
                    AccuracyReport.Confusion(
                        label: $0.0.label, labelName: names[$0.0.label], predicted: $0.0.prediction,
                        predictedName: names[$0.0.prediction], count: $0.1)
                }
        }
        guard hasFloat, engine.kind != .float, tally.evaluated > 0 else { return }
        agreement = Double(engine.agreeing) / Double(tally.evaluated)
        sqnrDb = engine.distance?.sqnr
        cosine = engine.distance?.cosine
        if tally.labeled > 0 {
            won = engine.won
            lost = engine.lost
            pValue = McNemarTest.pValue(won: engine.won, lost: engine.lost)
        }
        changedCount = engine.changeCount
        changed = engine.changes.map {
            AccuracyReport.Change(path: $0.path, label: $0.label, float: $0.float, engine: $0.other)
        }
    }
}
