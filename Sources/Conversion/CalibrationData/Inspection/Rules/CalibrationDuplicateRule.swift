internal import Diagnostics

/// Samples differ from each other.
enum CalibrationDuplicateRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-duplicate", .warning,
        summary: "samples are unique",
        reason: "A copy adds nothing to the ranges.",
        fix: "Delete the copy, or use another image.",
        example: "the same image under two names")

    static func check(_ data: InspectedData) -> [Finding] {
        var first: [String: String] = [:]
        var copies: [(name: String, of: String)] = []
        for sample in data.samples where sample.bytes > 0 {
            if let original = first[sample.sha256] {
                copies.append((sample.name, original))
            } else {
                first[sample.sha256] = sample.name
            }
        }
        guard let copy = copies.first else { return [] }
        return finding(
            in: data, names: copies.map(\.name), "the sample equals \(copy.of)", fix: "delete it, or use another image")
    }
}
