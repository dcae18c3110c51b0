internal import Diagnostics
internal import YAML

/// The level is O2 or O3: anything below is slower, with the same results.
enum OptimizeLevelRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "optimize-level", .warning,
        summary: "optimize_level is O2 or O3",
        reason: """
            The default is O0. Measured on RepViT m0_9: 5.7 ms with O0, 1.8 ms with O1, 1.07 ms with O2 and O3, which \
            compiles for four times as long. Results are the same.
            """,
        fix: "Set optimize_level: O2.",
        example: "optimize_level: O0")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard let setting = context.file[.optimizeLevel] else {
            report.add(
                LintMessage(
                    "optimize_level is missing and defaults to O0, which is several times slower",
                    fix: "add optimize_level: O2 to compiler_parameters", repair: .set(.optimizeLevel, "O2")),
                at: context.file.mark(of: .compiler))
            return
        }
        guard let level = setting.text, setting.schema.values.contains(level), !["O2", "O3"].contains(level) else {
            return
        }
        report.add(
            LintMessage(
                "optimize_level \(level) compiles to a slower model", fix: "set optimize_level: O2",
                repair: .set(.optimizeLevel, "O2")),
            at: setting.mark)
    }
}
