internal import Diagnostics

/// hb_mapper's parser accepts the model, its converter does not: the opset or IR version is too new.
enum ModelVersionRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "model-version",
        summary: "onnx_model has an opset and an IR version that hb_mapper supports",
        reason: """
            hb_mapper accepts opsets up to 11 and IR versions up to 9. The check passes newer models, and the build \
            fails.
            """,
        fix: "Run `repvit-convert simplify MODEL -o OUT`, which converts to opset 11.",
        example: "onnx_model with opset 17")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        context.reportModel(.error, &report)
    }
}
