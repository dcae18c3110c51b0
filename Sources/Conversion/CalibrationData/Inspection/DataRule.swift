package import Diagnostics

/// A rule that looks at a directory of calibration data.
protocol DataRule: Rule {
    static func check(_ data: InspectedData) -> [Finding]
}

extension DataRule {
    /// A finding about one file; if several have the same fault, about the first and their number.
    static func finding(in data: InspectedData, names: [String], _ message: String, fix: String) -> [Finding] {
        guard let first = names.first else { return [] }
        let others =
            names.count == 2 ? " (and 1 more file)" : names.count > 2 ? " (and \(names.count - 1) more files)" : ""
        return [
            Finding(
                rule: descriptor.id, severity: descriptor.severity, message: message + others, fix: fix,
                location: data.location(first))
        ]
    }

    /// A finding about the whole set.
    static func finding(in data: InspectedData, _ message: String, fix: String) -> [Finding] {
        [
            Finding(
                rule: descriptor.id, severity: descriptor.severity, message: message, fix: fix, location: data.location)
        ]
    }
}

extension Inspection {
    /// The rules of `calibration inspect`, in the order of their findings.
    static let dataRules: [any DataRule.Type] = [
        CalibrationStrayRule.self, CalibrationSizeRule.self, CalibrationHalfWrittenRule.self,
        CalibrationTypeRule.self, CalibrationLayoutRule.self, CalibrationScaleRule.self,
        CalibrationNormalizedTwiceRule.self, CalibrationBGRRule.self, CalibrationNV12RangeRule.self,
        CalibrationFlatRule.self, CalibrationNotFiniteRule.self, CalibrationDuplicateRule.self,
        CalibrationOutlierRule.self, CalibrationChangedRule.self,
    ]

    package static let rules = RuleSet("calibration inspect", dataRules)
}
