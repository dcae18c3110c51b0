internal import Diagnostics

/// Samples have the pixel values 0...255, unless the model expects otherwise.
enum CalibrationScaleRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-scale",
        summary: "samples have pixel values of 0...255",
        reason: """
            The model subtracts mean_value and multiplies by scale_value itself. Samples of another scale lead to ranges \
            that do not fit the images.
            """,
        fix: "Write raw pixel values; `repvit-convert calibration make` does.",
        example: "samples divided by 255")

    /// Magnitudes beyond this are not pixel values on any scale.
    private static let absurd: Float = 1e6

    static func check(_ data: InspectedData) -> [Finding] {
        // A model that does not normalize may have been trained on any other scale.
        let isRaw = data.expectation.isNormalizedByModel ?? true
        switch data.scale {
        case .bytes, .normalized, .normalizedTwice: return []
        case .unitTwice: return finding(in: data, "the values are 0...1/255: divided by 255 twice", fix: fix)
        case .unit, .symmetric, .shifted:
            return isRaw ? finding(in: data, "the values are \(data.scale.rawValue), expected 0...255", fix: fix) : []
        case .unknown:
            let (least, greatest) = (data.minimum, data.maximum)
            guard max(-least, greatest) > absurd || greatest > 255.5 && data.expectation.isNormalizedByModel == true
            else { return [] }
            return finding(in: data, "the values are \(least)...\(greatest), expected 0...255", fix: fix)
        }
    }

    static let fix = "write raw pixel values of 0...255: the model applies mean_value and scale_value itself"
}
