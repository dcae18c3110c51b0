internal import Diagnostics
internal import YAML

/// `skip` finds ranges with random data: good for a figure of speed, useless for pictures.
enum SkipCalibration: Rule {
    static let description = RuleDescription("skip-calibration", .warning, "calibration_type is not skip")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard let setting = context.file[.calibrationType], setting.text == "skip" else { return }
        report.add(
            LintMessage(
                "'calibration_type: skip' finds ranges with random data, and the model then sees nothing",
                fix: "write 'calibration_type: max' and give 'cal_data_dir'"),
            at: setting.mark)
    }
}
