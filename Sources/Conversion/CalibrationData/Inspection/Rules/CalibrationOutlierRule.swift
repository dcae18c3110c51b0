internal import Diagnostics

/// No sample is far from the others in brightness or contrast.
enum CalibrationOutlierRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-outlier", .note,
        summary: "samples resemble each other in brightness and contrast",
        reason: "An unusual image is not a mistake, but widens the ranges.",
        fix: "Look at the image; replace it if it is not what the camera will see.",
        example: "a night shot among daylight images")

    static func check(_ data: InspectedData) -> [Finding] {
        let samples = data.measured.filter { $0.statistics.minimum != $0.statistics.maximum }
        guard samples.count >= 10 else { return [] }
        let far = far(samples.map(\.statistics.mean)) + far(samples.map(\.statistics.deviation))
        return finding(
            in: data, names: Set(far).sorted().map { samples[$0].name },
            "the sample is unlike the others in brightness or contrast", fix: "look at the image")
    }

    /// Indices of values more than six times the usual distance from the median (median absolute deviation).
    private static func far(_ values: [Double]) -> [Int] {
        func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        let middle = median(values)
        let usual = median(values.map { abs($0 - middle) })
        guard usual > 0 else { return [] }
        return values.indices.filter { abs(values[$0] - middle) > 6 * usual }
    }
}
