internal import Diagnostics
internal import Imaging

/// Red and blue are not swapped.
///
/// Photographs are warmer than gray: over a set, red is brighter than blue, in ImageNet by 20 of 255 with a deviation of 27
/// between images (measured on 200). The mean difference is compared with its own standard error.
enum CalibrationBGRRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-bgr", .warning,
        summary: "red and blue are not swapped",
        reason: """
            Swapped channels cost a few points of accuracy, which looks like a loss from quantization. The check \
            compares the mean brightness of the channels, so it can be wrong for unusual images.
            """,
        fix: "Look at preview.png: if skin is blue and the sky orange, swap the channels.",
        example: "samples read with OpenCV, and input_type_train: rgb")

    /// Fewer images prove nothing.
    private static let least = 8
    /// In standard errors. Photographs in the right order reach about 0.7 times the square root of their number.
    private static let threshold = 3.0

    static func check(_ data: InspectedData) -> [Finding] {
        guard data.found?.kind == .tensor(channels: 3), !data.isYUV, [.bytes, .unit].contains(data.scale) else {
            return []
        }
        let differences = data.measured.map { $0.statistics.channels[0].mean - $0.statistics.channels[2].mean }
        guard differences.count >= least else { return [] }
        let count = Double(differences.count)
        let mean = differences.reduce(0, +) / count
        let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let error = max((variance / count).squareRoot(), 1e-9)
        let isBGR = data.expectation.channels == .bgr
        let unit = data.scale == .unit ? 1.0 : 255.0
        guard (isBGR ? mean : -mean) / error > threshold, abs(mean) > unit * 0.01 else { return [] }
        let percent = Int((abs(mean) / unit * 100).rounded())
        return finding(
            in: data,
            isBGR
                ? "the first channel is \(percent) % brighter than the third: the order looks like RGB, not BGR"
                : "the third channel is \(percent) % brighter than the first: the order looks like BGR, not RGB",
            fix: "look at preview.png: if skin is blue and the sky orange, swap the channels")
    }
}
