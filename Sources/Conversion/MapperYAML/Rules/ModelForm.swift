internal import Diagnostics
internal import YAML

/// A float model that hb_mapper compiles and that runs slower than it should: unfused, or damaged by onnxsim.
enum ModelForm: Rule {
    static let description = RuleDescription(
        "model-form", .warning, "onnx_model has the fused form that the compiler makes fast code of")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        context.reportModel(.warning, &report)
    }
}

/// A float model that hb_mapper's parser takes and its converter rejects: an opset or IR version that is too new.
enum ModelVersion: Rule {
    static let description = RuleDescription(
        "model-version", .error, "onnx_model has an opset and an IR version that hb_mapper converts")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        context.reportModel(.error, &report)
    }
}

extension LintContext {
    fileprivate func reportModel(_ severity: Severity, _ report: inout LintReport) {
        guard let mark = file[.onnxModel]?.mark else { return }
        for problem in modelProblems where problem.severity == severity {
            let node = problem.node.map { "\($0): " } ?? ""
            report.add(LintMessage("of 'onnx_model': \(node)\(problem.message)", fix: problem.fix), at: mark)
        }
    }
}
