internal import Diagnostics
internal import YAML

/// RepViT is trained on RGB, and `calibration make` writes RGB.
enum TrainType: Rule {
    static let description = RuleDescription("train-type", .warning, "input_type_train is rgb, as timm's RepViT wants")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard let setting = context.file[.inputTypeTrain], let list = setting.list else { return }
        for type in list.compactMap(\.self) where type != "rgb" && setting.schema.values.contains(type) {
            report.add(
                LintMessage(
                    "'input_type_train' is '\(type)', and RepViT is trained on rgb, as the calibration files are",
                    fix: "write 'input_type_train: rgb'"),
                at: setting.mark)
        }
    }
}
