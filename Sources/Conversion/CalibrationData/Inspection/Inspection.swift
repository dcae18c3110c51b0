package import Diagnostics
package import Imaging
internal import InputContract
internal import Support
internal import Synchronization

/// Inspects a directory of calibration data, ours or any other: its format, its values, and what is wrong with it.
package struct Inspection: Sendable {
    package let report: InspectionReport
    package let findings: [Finding]
    /// Contact sheet of the samples as the model will see them, right or wrong; `nil` if they are not images.
    package let preview: RGBImage?
    /// The histograms of the channels, as SVG.
    package let histogram: String

    /// Reads every file once, on all cores.
    ///
    /// - Parameters:
    ///   - folder: the directory of samples, or the one with our manifest above it.
    ///   - expectation: what the samples should be; the manifest and the file names fill its gaps.
    /// - Throws: ``CalibrationError``.
    package init(
        folder: String, expectation given: DataExpectation? = nil, progress: @escaping Progress.Handler = { _ in }
    ) async throws {
        let files = try DataFolder(folder)
        let named = DataExpectation(
            fileExtension: Path.lowercasedExtension(files.names[0]), folder: Path.name(Path.normalized(files.path)))
        var expectation = files.manifest.map { DataExpectation($0).filled(from: named) } ?? named
        if let given { expectation = given.filled(from: expectation) }
        expectation.dropAbsurdSize()

        let sizes = try Self.sizes(files)
        let usual = Self.usualSize(sizes, expectation)
        let some = files.names.indices.filter { sizes[$0] == usual }
        let step = max(1, some.count / 8)
        let sample = stride(from: 0, to: some.count, by: step).compactMap {
            try? ByteView(contentsOf: Path.join(files.path, files.names[some[$0]]))
        }
        let found = FormatFinder(expectation: expectation).find(sample)
        let bins = Self.bins(sample, found)
        let reader = SampleReader(
            files: files, expectation: expectation, found: found, usualSize: usual, bins: bins)
        let (samples, thumbnails) = try await reader.read(progress: progress)
        let data = InspectedData(
            folder: files.path, manifest: files.manifest, strays: files.strays, expectation: expectation, found: found,
            samples: samples)
        findings = Self.dataRules.flatMap { $0.check(data) }
        report = InspectionReport(data, bins: bins, given: folder)
        preview = ContactSheet.render(thumbnails)
        histogram = HistogramChart(report).svg
    }

    private static func sizes(_ files: DataFolder) throws -> [Int] {
        files.names.map { name in
            if case .file(let bytes) = FileStatus(of: Path.join(files.path, name)) { bytes } else { 0 }
        }
    }

    /// The most frequent file size; of equally frequent ones, the expected, then the larger.
    private static func usualSize(_ sizes: [Int], _ expectation: DataExpectation) -> Int {
        var expected: Int?
        if let width = expectation.width, let height = expectation.height {
            expected =
                expectation.isNV12 == true
                ? width * height * 3 / 2
                : width * height * (expectation.channels?.count ?? 3) * (expectation.element?.bytes ?? 4)
        }
        let counts = Dictionary(grouping: sizes.filter { $0 > 0 }, by: { $0 }).mapValues(\.count)
        func rank(_ size: Int) -> (Int, Int, Int) { (counts[size] ?? 0, size == expected ? 1 : 0, size) }
        return counts.keys.max { rank($0) < rank($1) } ?? 0
    }

    /// Histogram bins for the values of some samples.
    private static func bins(_ sample: [ByteView], _ found: FoundFormat?) -> ValueBins {
        guard let found else { return .bytes }
        if found.element == .uint8 { return .bytes }
        var (minimum, maximum) = (Float.infinity, -Float.infinity)
        for file in sample {
            for value in file.withUnsafeBytes({ found.values($0) }) where value.isFinite {
                minimum = min(minimum, value)
                maximum = max(maximum, value)
            }
        }
        guard minimum < maximum, max(-minimum, maximum) < 1e30 else { return .bytes }
        let scale = ValueScale(minimum: minimum, maximum: maximum, mean: 0, deviation: 1)
        let margin = (maximum - minimum) * 0.05
        return scale.bins ?? ValueBins(lower: minimum - margin, upper: maximum + margin)
    }
}

/// Reads and measures samples, one a core at a time.
private struct SampleReader {
    let files: DataFolder
    let expectation: DataExpectation
    let found: FoundFormat?
    let usualSize: Int
    let bins: ValueBins

    func read(
        progress: @escaping Progress.Handler
    ) async throws -> ([InspectedData.Sample], [RGBImage]) {
        let work = Work()
        let count = files.names.count
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<min(Cores.count, count) {
                group.addTask {
                    while !Task.isCancelled {
                        let index = work.takeNext()
                        guard index < count else { return }
                        let done = work.finish(index, read(index))
                        progress(Progress("reading samples", completed: done, total: count))
                    }
                }
            }
        }
        let all = work.results.withLock { $0 }
        guard all.count == count else { throw CalibrationError.interrupted }
        let ordered = (0..<count).compactMap { all[$0] }
        return (ordered.map(\.0), ordered.compactMap(\.1))
    }

    /// What the threads share.
    private final class Work: Sendable {
        private let next = Mutex(0)
        let results = Mutex<[Int: (InspectedData.Sample, RGBImage?)]>([:])

        func takeNext() -> Int {
            next.withLock { next in
                defer { next += 1 }
                return next
            }
        }

        /// Keeps a result and returns how many there are.
        func finish(_ index: Int, _ result: (InspectedData.Sample, RGBImage?)) -> Int {
            results.withLock { results in
                results[index] = result
                return results.count
            }
        }
    }

    /// A file that cannot be read counts as empty.
    private func read(_ index: Int) -> (InspectedData.Sample, RGBImage?) {
        let name = files.names[index]
        guard let file = try? ByteView(contentsOf: Path.join(files.path, name)) else {
            return (InspectedData.Sample(name: name, bytes: 0, sha256: "", statistics: nil), nil)
        }
        let digest = SHA256.hash(file).description
        var statistics: SampleStatistics?
        var thumbnail: RGBImage?
        if let found, found.kind != nil, file.count == usualSize {
            let values = file.withUnsafeBytes { found.values($0) }
            statistics = values.withUnsafeBufferPointer {
                SampleStatistics(
                    $0, places: found.places(order: found.order ?? expectation.order ?? .chw), width: found.width,
                    bins: bins)
            }
            if ContactSheet.shows(index, of: files.names.count) {
                thumbnail = file.withUnsafeBytes { image($0, found) }.map(ContactSheet.thumbnail)
            }
        }
        return (
            InspectedData.Sample(name: name, bytes: file.count, sha256: digest, statistics: statistics), thumbnail
        )
    }

    /// The sample as hb_mapper will read it: in the expected format, or, where that is open, the found one.
    private func image(_ bytes: UnsafeRawBufferPointer, _ found: FoundFormat) -> RGBImage? {
        if found.kind == .nv12 {
            return SampleFormat.nv12(expectation.range ?? .full)
                .picture(bytes, width: found.width, height: found.height)
        }
        guard case .tensor(let count)? = found.kind, found.element != .float64 else { return nil }
        let element: SampleFormat.Element = found.element == .uint8 ? .uint8 : .float32
        let channels = count == 1 ? SampleFormat.Channels.gray : expectation.channels ?? .rgb
        guard channels.count == count else { return nil }
        return SampleFormat(
            .tensor(channels, expectation.order ?? found.order ?? .chw, element), isNPY: found.headerBytes > 0
        ).picture(bytes, width: found.width, height: found.height)
    }
}
