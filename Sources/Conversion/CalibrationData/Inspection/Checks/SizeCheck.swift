internal import Diagnostics
internal import Imaging

/// `calibration-size` and `calibration-half-written`: files whose bytes do not make the picture that is wanted.
struct SizeCheck: DataCheck {
    func check(_ data: InspectedData) -> [Finding] {
        guard let found = data.found else {
            return finding(
                "calibration-size", in: data, "no size of a picture fits these files, which are of many sizes",
                fix: "write each sample as the raw numbers of one tensor")
        }
        return wholeSet(data, found) + odd(data, found) + tails(data, found)
    }

    /// Most samples are of another size than the model's.
    private func wholeSet(_ data: InspectedData, _ found: FoundFormat) -> [Finding] {
        guard found.kind != nil else {
            let bytes = found.headerBytes + found.count * found.element.bytes
            return finding(
                "calibration-size", in: data, "no picture has \(bytes) bytes as most of these files have",
                fix: "write each sample as the raw numbers of one tensor")
        }
        guard let width = data.expectation.width, let height = data.expectation.height,
            (width, height) != (found.width, found.height)
        else { return [] }
        return finding(
            "calibration-size", in: data,
            "the samples are \(found.width) x \(found.height) pixels, and \(data.expectation.source) says "
                + "\(width) x \(height)",
            fix: "make the data with --size \(width)")
    }

    /// Samples of another size than most.
    private func odd(_ data: InspectedData, _ found: FoundFormat) -> [Finding] {
        var half: [String] = []
        var wrong: [(name: String, side: Int)] = []
        for sample in data.samples where sample.statistics == nil {
            if let side = side(of: sample.bytes, found) {
                wrong.append((sample.name, side))
            } else {
                half.append(sample.name)
            }
        }
        let bytes = found.headerBytes + found.count * found.element.bytes
        var findings: [Finding] = []
        if let first = wrong.first {
            findings += finding(
                "calibration-size", in: data, names: wrong.map(\.name),
                "this sample is \(first.side) x \(first.side) pixels, the others \(found.width) x \(found.height)",
                fix: "make it again at the model's size")
        }
        let sizes = Dictionary(data.samples.map { ($0.name, $0.bytes) }) { first, _ in first }
        findings += finding(
            "calibration-half-written", in: data, names: half,
            "the file has \(half.first.flatMap { sizes[$0] } ?? 0) bytes of \(bytes): it is half-written or no sample",
            fix: "make it again, or delete it")
        return findings
    }

    /// The side of the square that other bytes make, in the same format.
    private func side(of bytes: Int, _ found: FoundFormat) -> Int? {
        let numbers = (bytes - found.headerBytes) / found.element.bytes
        guard bytes > found.headerBytes, (bytes - found.headerBytes) % found.element.bytes == 0 else { return nil }
        switch found.kind {
        case .tensor(let channels): return numbers % channels == 0 ? FormatFinder.root(numbers / channels) : nil
        case .nv12: return numbers % 3 == 0 ? FormatFinder.root(numbers / 3 * 2) : nil
        case nil: return nil
        }
    }

    /// Whole by its size, but zero from some place on: the space was taken, and never filled.
    private func tails(_ data: InspectedData, _ found: FoundFormat) -> [Finding] {
        let names = data.measured.filter { isCut($0.statistics, data, found) }.map(\.name)
        return finding(
            "calibration-half-written", in: data, names: names,
            "the numbers are all 0 from some place on: the file is half-written", fix: "make it again")
    }

    private func isCut(_ statistics: SampleStatistics, _ data: InspectedData, _ found: FoundFormat) -> Bool {
        guard statistics.zeroTail < found.count, statistics.zeroTail >= max(16, found.count / 32) else { return false }
        // No chroma of a picture is 0 over an area; a channel that ends while the first goes on is cut.
        if data.isYUV { return true }
        let contrast = Double(statistics.maximum - statistics.minimum)
        return data.order == .chw && statistics.channels.count == 3 && statistics.firstChannelInTail > contrast * 0.02
    }
}
