internal import Diagnostics
internal import Imaging
internal import Support

/// Everything the rules look at.
struct InspectedData: Sendable {
    /// One file that may be a sample.
    struct Sample: Sendable {
        let name: String
        let bytes: Int
        let sha256: String
        /// `nil` for a file of another size than most.
        let statistics: SampleStatistics?
    }

    let folder: String
    let manifest: CalibrationManifest?
    let strays: [(name: String, reason: String)]
    let expectation: DataExpectation
    /// What most samples are; `nil` if that cannot be told.
    let found: FoundFormat?
    /// In the order of the names.
    let samples: [Sample]

    /// The samples of the usual size.
    var measured: [(name: String, statistics: SampleStatistics)] {
        samples.compactMap { sample in sample.statistics.map { (sample.name, $0) } }
    }

    /// Over all measured samples; 0 if there are none.
    var minimum: Float { measured.map(\.statistics.minimum).min() ?? 0 }
    var maximum: Float { measured.map(\.statistics.maximum).max() ?? 0 }

    var scale: ValueScale {
        let all = measured.map(\.statistics)
        guard !all.isEmpty else { return .unknown }
        return ValueScale(
            minimum: minimum, maximum: maximum,
            mean: all.map(\.mean).reduce(0, +) / Double(all.count),
            deviation: all.map(\.deviation).reduce(0, +) / Double(all.count))
    }

    /// The order in which the channels were separated.
    var order: SampleFormat.Order { found?.order ?? expectation.order ?? .chw }

    /// Whether the first channel is luma.
    var isYUV: Bool {
        if found?.kind == .nv12 { return true }
        if case .yuv444? = expectation.channels { return true }
        return false
    }

    func location(_ name: String) -> SourceLocation { SourceLocation(path: Path.join(folder, name)) }
    var location: SourceLocation { SourceLocation(path: folder) }
}
