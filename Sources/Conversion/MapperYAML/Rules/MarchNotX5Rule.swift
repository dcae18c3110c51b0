internal import Diagnostics
internal import YAML

/// A model for another BPU does not load on the RDK X5.
enum MarchNotX5Rule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "march-not-x5", .warning, .convention,
        summary: "march is bayes-e, the BPU of the RDK X5",
        reason: "A model for another BPU does not load on the RDK X5.",
        fix: "Set march: bayes-e, or disable the rule for builds for another board.",
        example: "march: bernoulli2")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard let setting = context.file[.march], let march = setting.text,
            setting.schema.values.contains(march), march != "bayes-e"
        else { return }
        report.add(
            LintMessage("march is '\(march)', but the RDK X5 is bayes-e", fix: "set march: bayes-e"),
            at: setting.mark)
    }
}
