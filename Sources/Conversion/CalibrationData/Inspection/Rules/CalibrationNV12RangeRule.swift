internal import Diagnostics
internal import InputContract

/// YUV samples have the range that the model expects.
///
/// Video range keeps luma in 16...235, so values beyond prove full range (one in a thousand is allowed: images may have been
/// sharpened). Conversely, photographs that fill 16...235 and never exceed it are video range.
enum CalibrationNV12RangeRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-nv12-range",
        summary: "YUV samples have the range that the model expects",
        reason: """
            A model for one range that is fed the other loses about three points of Top-1 (measured), which looks like \
            a loss from quantization.
            """,
        fix: "Make the samples with the range of the config, or set input_space_and_range to that of the samples.",
        example: "NV12 from OpenCV (video range), and input_space_and_range: regular")

    static func check(_ data: InspectedData) -> [Finding] {
        disagreement(data) + luma(data)
    }

    /// The manifest and the config name different ranges.
    private static func disagreement(_ data: InspectedData) -> [Finding] {
        guard let recorded = data.manifest?.nv12Range, let expected = data.expectation.range, recorded != expected
        else { return [] }
        return finding(
            in: data,
            "the manifest records \(recorded.rawValue) range, but \(data.expectation.source) expects \(expected.rawValue) range",
            fix: "make the samples again for \(expected.rawValue) range")
    }

    private static func luma(_ data: InspectedData) -> [Finding] {
        guard data.isYUV, data.scale == .bytes || data.found?.element == .uint8, let expected = data.expectation.range,
            let found = range(data), found != expected
        else { return [] }
        return finding(
            in: data,
            "luma is \(found == .video ? "within" : "beyond") 16...235 (\(found.rawValue) range), but "
                + "\(data.expectation.source) expects \(expected.rawValue) range",
            fix: "make the samples with --range \(expected.rawValue), or set input_space_and_range: "
                + (found == .video ? "bt601_video" : "regular"))
    }

    /// `nil` if the samples do not tell.
    private static func range(_ data: InspectedData) -> NV12Range? {
        let histograms = data.measured.compactMap { $0.statistics.channels.first?.histogram }
        guard let first = histograms.first, first.count == 256 else { return nil }
        var luma = [Int](repeating: 0, count: 256)
        for histogram in histograms { for bin in 0..<256 { luma[bin] += histogram[bin] } }
        let total = luma.reduce(0, +)
        let beyond = luma[..<16].reduce(0, +) + luma[236...].reduce(0, +)
        if beyond * 1000 > total { return .full }
        guard beyond == 0, let lowest = luma.firstIndex(where: { $0 > 0 }),
            let highest = luma.lastIndex(where: { $0 > 0 })
        else { return nil }
        return lowest <= 24 && highest >= 226 ? .video : nil
    }
}
