internal import Diagnostics

/// `calibration-flat`, `calibration-duplicate`, `calibration-not-finite`, `calibration-outlier`: single samples that
/// teach the quantizer nothing, or the wrong thing.
struct ContentCheck: DataCheck {
    func check(_ data: InspectedData) -> [Finding] {
        flat(data) + notFinite(data) + duplicates(data) + outliers(data)
    }

    private func flat(_ data: InspectedData) -> [Finding] {
        let flat = data.measured.filter { sample in
            sample.statistics.channels.allSatisfy { $0.minimum == $0.maximum } && sample.statistics.notFinite == 0
        }
        let isBlack = flat.first.map { $0.statistics.channels.allSatisfy { $0.maximum == 0 } } ?? false
        return finding(
            "calibration-flat", in: data, names: flat.map(\.name),
            isBlack ? "the picture is black" : "the picture is of one colour", fix: "take another picture")
    }

    private func notFinite(_ data: InspectedData) -> [Finding] {
        finding(
            "calibration-not-finite", in: data, names: data.measured.filter { $0.statistics.notFinite > 0 }.map(\.name),
            "the sample holds infinite numbers or NaN", fix: "make it again")
    }

    private func duplicates(_ data: InspectedData) -> [Finding] {
        var first: [String: String] = [:]
        var copies: [(name: String, of: String)] = []
        for sample in data.samples where sample.bytes > 0 {
            if let original = first[sample.sha256] {
                copies.append((sample.name, original))
            } else {
                first[sample.sha256] = sample.name
            }
        }
        guard let copy = copies.first else { return [] }
        return finding(
            "calibration-duplicate", .warning, in: data, names: copies.map(\.name), "this is the same as \(copy.of)",
            fix: "delete it, or take another picture")
    }

    /// Far from the others by brightness or by contrast: worth a look, no mistake.
    private func outliers(_ data: InspectedData) -> [Finding] {
        let samples = data.measured.filter { $0.statistics.minimum != $0.statistics.maximum }
        guard samples.count >= 10 else { return [] }
        let far = Self.far(samples.map(\.statistics.mean)) + Self.far(samples.map(\.statistics.deviation))
        return finding(
            "calibration-outlier", .note, in: data, names: Set(far).sorted().map { samples[$0].name },
            "the sample is unlike the others in brightness or contrast", fix: "look at it")
    }

    /// Places that lie more than six times the usual distance from the middle (median absolute deviation).
    private static func far(_ values: [Double]) -> [Int] {
        func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        let middle = median(values)
        let usual = median(values.map { abs($0 - middle) })
        guard usual > 0 else { return [] }
        return values.indices.filter { abs(values[$0] - middle) > 6 * usual }
    }
}
