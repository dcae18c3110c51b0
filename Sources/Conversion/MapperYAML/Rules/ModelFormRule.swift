internal import Diagnostics
internal import YAML

/// hb_mapper compiles the model, but to slow code: it is not fused, or onnxsim damaged it.
enum ModelFormRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "model-form", .warning,
        summary: "onnx_model has the fused form that compiles to fast code",
        reason: """
            Unfused branches, BatchNormalizations and incomplete GELUs compile, but run up to 2.4 times slower \
            (measured with hb_perf on m0_9).
            """,
        fix: "Run `repvit-convert simplify MODEL -o OUT`.",
        example: "onnx_model with a BatchNormalization after a Conv")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        context.reportModel(.warning, &report)
    }
}

extension LintContext {
    /// Reports the problems of the model itself that have a severity.
    func reportModel(_ severity: Severity, _ report: inout LintReport) {
        guard let mark = file[.onnxModel]?.mark else { return }
        for problem in modelProblems where problem.severity == severity {
            let node = problem.node.map { "\($0): " } ?? ""
            report.add(LintMessage("onnx_model: \(node)\(problem.message)", fix: problem.fix), at: mark)
        }
    }
}
