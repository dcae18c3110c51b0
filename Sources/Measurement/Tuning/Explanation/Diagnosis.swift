internal import QuantizedRuntime

/// Names the cause of a layer's error. The first rule that holds decides.
struct Diagnosis {
    /// Values beyond the threshold that are too many for a percentile of 0.999.
    private static let saturatedShare = 0.002
    /// A channel this many times as large as nine in ten others sets the range on its own.
    private static let outlierChannel = 4.0
    /// An image this many times as large as the median image sets the range.
    private static let outlierImage = 2.0
    /// A filter this many times as large as the median filter was not trained so.
    private static let outlierFilter = 20.0

    private let magnitudes: [String: [Double]]

    init(_ structure: CalibratedStructure) {
        magnitudes = Dictionary(
            structure.weights.map { ($0.name, $0.magnitudes) }, uniquingKeysWith: { first, _ in first })
    }

    func cause(of point: CalibratedStructure.Point, _ statistics: ValueStatistics, noise: Double?) -> Cause {
        saturation(point, statistics, noise) ?? outlierChannel(point, statistics) ?? outlierImage(point, statistics)
            ?? kind(point, statistics)
    }

    func cause(of weight: CalibratedStructure.Weight) -> Cause {
        let sorted = weight.magnitudes.sorted()
        guard let largest = sorted.last, let median = Self.quantile(sorted, 0.5) else {
            return Cause(.weightSpread, evidence: "no figures", answer: Self.int16(weight.name))
        }
        let channel = weight.magnitudes.firstIndex(of: largest) ?? 0
        let evidence = "filter \(channel): largest weight \(Self.figure(largest)), \(Self.ratio(largest, median)) "
        if largest > Self.outlierFilter * median {
            return Cause(
                .outlierChannel, evidence: evidence + "the median filter's",
                answer: "check the weights of \(weight.name); equalize its channels")
        }
        return Cause(.weightSpread, evidence: evidence + "the median filter's", answer: "round weights by output error")
    }

    private func saturation(
        _ point: CalibratedStructure.Point, _ statistics: ValueStatistics, _ noise: Double?
    ) -> Cause? {
        guard statistics.clippedShare > Self.saturatedShare, let noise, statistics.clippedSquares > noise / 2 else {
            return nil
        }
        let threshold = Double(point.calibration.thresholds.max() ?? 0)
        return Cause(
            .saturation,
            evidence: "\(Self.percent(statistics.clippedShare)) of values exceed \(Self.figure(threshold)); "
                + "the largest is \(Self.figure(statistics.largest))",
            answer: "calibration_type: max, with images such as these")
    }

    private func outlierChannel(_ point: CalibratedStructure.Point, _ statistics: ValueStatistics) -> Cause? {
        let sorted = statistics.channels.sorted()
        guard sorted.count >= 8, let usual = Self.quantile(sorted, 0.9), let median = Self.quantile(sorted, 0.5),
            statistics.largest > Self.outlierChannel * usual
        else { return nil }
        let channel = statistics.channels.firstIndex(of: statistics.largest) ?? 0
        var evidence = "channel \(channel) reaches \(Self.figure(statistics.largest)), nine in ten others "
        evidence += "\(Self.figure(usual)) or less"
        var answer = "calibration_type: max with max_percentile: 0.9999, or equalization"
        let filters = magnitudes[point.name] ?? []
        let filterMedian = Self.quantile(filters.sorted(), 0.5) ?? 0
        if filters.indices.contains(channel), filters[channel] > Self.outlierFilter * filterMedian {
            evidence += "; its filter is \(Self.ratio(filters[channel], filterMedian)) the median filter"
            answer = "check the weights of channel \(channel) of \(point.name); else equalize"
        } else if median > 0 {
            evidence += " (median \(Self.figure(median)))"
        }
        return Cause(.outlierChannel, evidence: evidence, answer: answer)
    }

    private func outlierImage(_ point: CalibratedStructure.Point, _ statistics: ValueStatistics) -> Cause? {
        guard statistics.images.count >= 4, let median = Self.quantile(statistics.images.sorted(), 0.5),
            let threshold = point.calibration.thresholds.max().map(Double.init),
            threshold > Self.outlierImage * median, median > 0
        else { return nil }
        return Cause(
            .outlierImage,
            evidence: "range \(Self.figure(threshold)), but the median image reaches \(Self.figure(median))",
            answer: "calibration_type: max with max_percentile: 0.9999, or drop the image")
    }

    private func kind(_ point: CalibratedStructure.Point, _ statistics: ValueStatistics) -> Cause {
        let threshold = Double(point.calibration.thresholds.max() ?? 0)
        let step = Double(point.calibration.scales.max() ?? 0)
        let spread = "step \(Self.figure(step)), root mean square \(Self.figure(statistics.rootMeanSquare))"
        let int16 = Self.int16(point.name)
        switch point.kind {
        case .squeezeMean: return Cause(.squeezeExciteMean, evidence: spread, answer: int16)
        case .gelu:
            return Cause(
                .geluTail, evidence: "range \(Self.figure(threshold)) for a tail; " + spread,
                answer: "calibration_type: max with max_percentile: 0.9999")
        case .depthwise:
            let sorted = statistics.channels.sorted()
            let low = Self.quantile(sorted, 0.1) ?? 0
            return Cause(
                .depthwiseSpread,
                evidence: "channels reach \(Self.figure(low)) (tenth percentile) to \(Self.figure(sorted.last ?? 0))",
                answer: "equalization, or " + int16)
        case .residual: return Cause(.residualAdd, evidence: spread, answer: int16)
        case .input, .other: return Cause(.coarseStep, evidence: spread, answer: int16)
        }
    }

    // MARK: Figures

    private static func int16(_ node: String) -> String { "node_info: {\(node): {OutputType: int16}}" }

    /// Nearest rank.
    static func quantile(_ sorted: [Double], _ share: Double) -> Double? {
        sorted.isEmpty ? nil : sorted[max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
    }

    static func percent(_ share: Double) -> String { figure(share * 100) + " %" }

    private static func ratio(_ value: Double, _ other: Double) -> String {
        other > 0 ? figure(value / other) + " times" : "far above"
    }

    /// Three significant digits.
    static func figure(_ value: Double) -> String {
        guard value != 0, value.isFinite else { return String(value) }
        var factor = 1.0
        while abs(value) * factor < 100, factor < 1e9 { factor *= 10 }
        let rounded = (value * factor).rounded() / factor
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : String(rounded)
    }
}
