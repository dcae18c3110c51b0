internal import Diagnostics
internal import YAML

/// `skip` finds ranges with random data: enough to measure latency, useless otherwise.
enum SkipCalibrationRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "skip-calibration", .warning,
        summary: "calibration_type is not skip",
        reason: "skip finds the ranges with random data. That is enough to measure latency; the outputs are useless.",
        fix: "Set calibration_type: max and cal_data_dir.",
        example: "calibration_type: skip")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard let setting = context.file[.calibrationType], setting.text == "skip" else { return }
        report.add(
            LintMessage(
                "calibration_type: skip calibrates with random data: the outputs are useless",
                fix: "set calibration_type: max and cal_data_dir"),
            at: setting.mark)
    }
}
