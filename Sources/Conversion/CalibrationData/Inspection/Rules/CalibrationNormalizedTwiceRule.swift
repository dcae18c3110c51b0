internal import Diagnostics

/// Samples are not normalized, if the model normalizes.
enum CalibrationNormalizedTwiceRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-normalized-twice",
        summary: "samples are not normalized before the model normalizes them",
        reason: "mean_value and scale_value are compiled into the model and applied to calibration samples too.",
        fix: "Write raw pixel values of 0...255; `repvit-convert calibration make` does.",
        example: "samples with mean 0 and deviation 1, and norm_type: data_mean_and_scale")

    static func check(_ data: InspectedData) -> [Finding] {
        switch data.scale {
        case .normalizedTwice:
            return finding(in: data, "the values look as if normalized twice", fix: CalibrationScaleRule.fix)
        case .normalized where data.expectation.isNormalizedByModel ?? true:
            let consequence =
                data.expectation.isNormalizedByModel == true
                ? ", but the model normalizes them again" : "; a model with mean_value and scale_value does it again"
            return finding(
                in: data, "the values are already normalized (\(figures(data)))\(consequence)",
                fix: CalibrationScaleRule.fix)
        default: return []
        }
    }

    private static func figures(_ data: InspectedData) -> String {
        let all = data.measured.map(\.statistics)
        let count = Double(max(1, all.count))
        func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        let mean = rounded(all.map(\.mean).reduce(0, +) / count)
        return "mean \(mean), deviation \(rounded(all.map(\.deviation).reduce(0, +) / count))"
    }
}
