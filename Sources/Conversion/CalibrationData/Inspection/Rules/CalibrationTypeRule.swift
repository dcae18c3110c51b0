internal import Diagnostics
internal import Imaging

/// Samples have the element type that hb_mapper will read.
enum CalibrationTypeRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-type",
        summary: "samples have the element type that hb_mapper reads",
        reason: """
            hb_mapper derives the type from cal_data_type, or from the name of the directory. Read as another type, samples are \
            noise.
            """,
        fix: "Write the expected type, or set cal_data_type to the type of the files.",
        example: "uint8 samples, and cal_data_type: float32")

    static func check(_ data: InspectedData) -> [Finding] {
        guard let found = data.found, found.headerBytes == 0 || data.expectation.element != nil,
            let expected = data.expectation.element, found.element.rawValue != expected.rawValue,
            // Black images fit any type.
            !data.measured.allSatisfy({ $0.statistics.maximum == 0 && $0.statistics.minimum == 0 })
        else { return [] }
        return finding(
            in: data,
            "the samples are \(found.element.rawValue), but \(data.expectation.source) expects \(expected.rawValue)",
            fix: "write \(expected.rawValue), or set cal_data_type to float32 or uint8 to match the files")
    }
}
