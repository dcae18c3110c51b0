internal import Diagnostics
internal import Imaging
internal import Support

/// All that the checks may look at.
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

    /// The samples that are as most are.
    var measured: [(name: String, statistics: SampleStatistics)] {
        samples.compactMap { sample in sample.statistics.map { (sample.name, $0) } }
    }

    var scale: ValueScale {
        let all = measured.map(\.statistics)
        guard !all.isEmpty else { return .unknown }
        return ValueScale(
            minimum: all.map(\.minimum).min() ?? 0, maximum: all.map(\.maximum).max() ?? 0,
            mean: all.map(\.mean).reduce(0, +) / Double(all.count),
            deviation: all.map(\.deviation).reduce(0, +) / Double(all.count))
    }

    /// The order in which the numbers were taken apart.
    var order: SampleFormat.Order { found?.order ?? expectation.order ?? .chw }

    /// Whether the first channel is luma.
    var isYUV: Bool {
        if found?.kind == .nv12 { return true }
        if case .yuv444? = expectation.channels { return true }
        return false
    }

    func location(_ name: String) -> SourceLocation { SourceLocation(path: Path.join(folder, name)) }
    var place: SourceLocation { SourceLocation(path: folder) }
}

/// One kind of mistake in calibration data.
protocol DataCheck {
    func check(_ data: InspectedData) -> [Finding]
}

extension DataCheck {
    /// A finding about one file or, if several have the same fault, about the first of them and their number.
    func finding(
        _ rule: String, _ severity: Severity = .error, in data: InspectedData, names: [String], _ message: String,
        fix: String
    ) -> [Finding] {
        guard let first = names.first else { return [] }
        let others = names.count > 1 ? " (and \(names.count - 1) more files)" : ""
        return [
            Finding(
                rule: rule, severity: severity, message: message + others, fix: fix, location: data.location(first))
        ]
    }

    /// A finding about the set.
    func finding(
        _ rule: String, _ severity: Severity = .error, in data: InspectedData, _ message: String, fix: String
    ) -> [Finding] {
        [Finding(rule: rule, severity: severity, message: message, fix: fix, location: data.place)]
    }
}
