internal import Diagnostics
internal import YAML

/// RepViT was trained on RGB, and `calibration make` writes RGB.
enum TrainTypeRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "train-type", .warning, .convention,
        summary: "input_type_train is rgb for RepViT",
        reason: """
            timm trained RepViT on RGB, and `repvit-convert calibration make` writes RGB. Checked for RepViT only: \
            where onnx_model or output_model_file_prefix names it.
            """,
        fix: "Set input_type_train: rgb; for other weights, disable the rule in the file.",
        example: "input_type_train: bgr")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard context.isRepViT, let setting = context.file[.inputTypeTrain], let list = setting.list else { return }
        for type in list.compactMap(\.self) where type != "rgb" && setting.schema.values.contains(type) {
            report.add(
                LintMessage(
                    "input_type_train is '\(type)', but RepViT was trained on rgb", fix: "set input_type_train: rgb"),
                at: setting.mark)
        }
    }
}
