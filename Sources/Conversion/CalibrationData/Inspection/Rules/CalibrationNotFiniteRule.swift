internal import Diagnostics

/// All values are finite.
enum CalibrationNotFiniteRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-not-finite",
        summary: "all values are finite",
        reason: "One infinite value or NaN makes the range of the input useless.",
        fix: "Make the sample again.",
        example: "a sample divided by a deviation of 0")

    static func check(_ data: InspectedData) -> [Finding] {
        let names = data.measured.filter { $0.statistics.notFinite > 0 }.map(\.name)
        return finding(in: data, names: names, "the sample contains infinite values or NaN", fix: "make it again")
    }
}
