internal import Diagnostics
internal import InputContract

/// `calibration-nv12-range`: YUV in the range that the model does not expect.
///
/// Video range keeps luma in 16...235, so numbers beyond prove full range (one in a thousand is forgiven: samples may
/// have been sharpened). The other way round, a set of photographs that fills 16...235 and never leaves it is video range.
struct RangeCheck: DataCheck {
    func check(_ data: InspectedData) -> [Finding] {
        disagreement(data) + luma(data)
    }

    /// The manifest says another range than the configuration.
    private func disagreement(_ data: InspectedData) -> [Finding] {
        guard let recorded = data.manifest?.nv12Range, let expected = data.expectation.range, recorded != expected
        else { return [] }
        return finding(
            "calibration-nv12-range", in: data,
            "the manifest says \(recorded.rawValue) range, and \(data.expectation.source) \(expected.rawValue) range",
            fix: "make the data again for \(expected.rawValue) range")
    }

    private func luma(_ data: InspectedData) -> [Finding] {
        guard data.isYUV, data.scale == .bytes || data.found?.element == .uint8, let expected = data.expectation.range,
            let found = range(data), found != expected
        else { return [] }
        return finding(
            "calibration-nv12-range", in: data,
            "luma is \(found == .video ? "16...235, video" : "beyond 16...235, full") range, and by "
                + "\(data.expectation.source) it is read as \(expected.rawValue) range: this costs accuracy and shows nowhere",
            fix: "make the data with --range \(expected.rawValue), or build with input_space_and_range: "
                + (found == .video ? "bt601_video" : "regular"))
    }

    /// `nil` if the samples do not tell.
    private func range(_ data: InspectedData) -> NV12Range? {
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
