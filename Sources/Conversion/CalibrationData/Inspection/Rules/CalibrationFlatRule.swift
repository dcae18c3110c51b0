internal import Diagnostics

/// No sample is of a single color.
enum CalibrationFlatRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-flat",
        summary: "no sample is of a single color",
        reason: "A black or blank image adds nothing to the ranges, and usually comes from a decoding error.",
        fix: "Replace the image.",
        example: "a sample of zeros")

    static func check(_ data: InspectedData) -> [Finding] {
        let flat = data.measured.filter { sample in
            sample.statistics.channels.allSatisfy { $0.minimum == $0.maximum } && sample.statistics.notFinite == 0
        }
        let isBlack = flat.first.map { $0.statistics.channels.allSatisfy { $0.maximum == 0 } } ?? false
        return finding(
            in: data, names: flat.map(\.name), isBlack ? "the image is black" : "the image is of a single color",
            fix: "replace the image")
    }
}
