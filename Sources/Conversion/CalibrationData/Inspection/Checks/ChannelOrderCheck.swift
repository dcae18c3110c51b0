internal import Diagnostics
internal import Imaging

/// `calibration-bgr`: signs that red and blue have changed places.
///
/// Photographs are warmer than gray: over a set, red is brighter than blue, in ImageNet by 20 of 255 with a spread of 27
/// from picture to picture (measured on 200). The mean difference is compared with its own error.
struct ChannelOrderCheck: DataCheck {
    /// Fewer pictures prove nothing.
    private static let least = 8
    /// In units of the error: for a set of photographs in the right order it is about 0.7 times the root of their number
    /// above zero.
    private static let threshold = 3.0

    func check(_ data: InspectedData) -> [Finding] {
        guard data.found?.kind == .tensor(channels: 3), !data.isYUV, [.bytes, .unit].contains(data.scale) else {
            return []
        }
        let differences = data.measured.map { $0.statistics.channels[0].mean - $0.statistics.channels[2].mean }
        guard differences.count >= Self.least else { return [] }
        let count = Double(differences.count)
        let mean = differences.reduce(0, +) / count
        let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let error = max((variance / count).squareRoot(), 1e-9)
        let isBGR = data.expectation.channels == .bgr
        let unit = data.scale == .unit ? 1.0 : 255.0
        guard (isBGR ? mean : -mean) / error > Self.threshold, abs(mean) > unit * 0.01 else { return [] }
        let share = Int((abs(mean) / unit * 100).rounded())
        return finding(
            "calibration-bgr", .warning, in: data,
            isBGR
                ? "the first channel is brighter than the third by \(share) %: the order looks like RGB, not BGR"
                : "the third channel is brighter than the first by \(share) %: the order looks like BGR, not RGB",
            fix: "look at preview.png: if skin is blue and the sky is orange, change the order of the channels")
    }
}
