internal import Diagnostics
internal import YAML

/// A build for another chip: it loads on no RDK X5.
package enum March: Rule {
    static let description = RuleDescription("march-not-x5", .warning, "march is bayes-e, the RDK X5's")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard let setting = context.file[.march], let march = setting.text,
            setting.schema.values.contains(march), march != "bayes-e"
        else { return }
        report.add(
            LintMessage("'march' is '\(march)', and the RDK X5 is bayes-e", fix: "write 'march: bayes-e'"),
            at: setting.mark)
    }
}
