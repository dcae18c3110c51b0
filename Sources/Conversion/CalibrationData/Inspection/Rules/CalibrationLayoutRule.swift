internal import Diagnostics
internal import Imaging

/// Samples have the axis order that hb_mapper will read.
enum CalibrationLayoutRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-layout",
        summary: "samples have the layout that hb_mapper reads",
        reason: "Planes read as interleaved pixels, or the reverse, are noise.",
        fix: "Transpose the samples, or set input_layout_train to their layout.",
        example: "NHWC samples, and input_layout_train: NCHW")

    static func check(_ data: InspectedData) -> [Finding] {
        guard let found = data.found?.order, let expected = data.expectation.order, found != expected else { return [] }
        func name(_ order: SampleFormat.Order) -> String { order == .chw ? "NCHW" : "NHWC" }
        return finding(
            in: data, "the samples are \(name(found)), but \(data.expectation.source) expects \(name(expected))",
            fix: "transpose them, or set input_layout_train: \(name(found))")
    }
}
