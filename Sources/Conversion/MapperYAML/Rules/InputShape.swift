internal import Diagnostics
internal import YAML

/// Shapes that cannot be read or do not fit the colour format and the layout.
enum InputShape: Rule {
    static let description = RuleDescription(
        "input-shape", .error, "The input's shape fits its colour format and its layout")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        if let setting = context.file[.inputShape], let list = setting.list {
            for text in list where text.flatMap(VendorText.shape) == nil {
                report.add(.unreadable(text ?? ""), at: setting.mark)
                return
            }
        }
        for index in 0..<context.inputCount {
            guard let shape = context.shape(index) else { continue }
            check(shape, index, context, &report)
            compareWithModel(shape, index, context, &report)
        }
    }

    private static func check(_ shape: [Int], _ index: Int, _ context: LintContext, _ report: inout LintReport) {
        guard let type = context.value(.inputTypeTrain, index),
            let layout = context.value(.inputLayoutTrain, index),
            let channels = ["rgb": 3, "bgr": 3, "yuv444": 3, "gray": 1][type],
            let axis = ["NCHW": 1, "NHWC": 3][layout],
            let mark = context.file[.inputLayoutTrain]?.mark
        else { return }
        if axis >= shape.count {
            report.add(.rank(shape, type), at: context.file[.inputShape]?.mark ?? mark)
        } else if shape[axis] != channels {
            let other = axis == 1 ? 3 : 1
            if other < shape.count, shape[other] == channels {
                let right = other == 1 ? "NCHW" : "NHWC"
                let repair: Repair? = context.inputCount == 1 ? .set(.inputLayoutTrain, right) : nil
                report.add(.layout(shape, layout, right).repaired(by: repair), at: mark)
            } else {
                report.add(.channels(shape, type, channels), at: context.file[.inputShape]?.mark ?? mark)
            }
        }
    }

    /// hb_mapper takes the file's shape over the model's without a word of it on the screen.
    private static func compareWithModel(
        _ shape: [Int], _ index: Int, _ context: LintContext, _ report: inout LintReport
    ) {
        guard let setting = context.file[.inputShape], let model = context.model else { return }
        let name = context.value(.inputName, index)
        guard let input = name == nil ? model.first : model.first(where: { $0.name == name }) else { return }
        let differs =
            input.shape.count != shape.count || zip(input.shape, shape).contains { $0 != 0 && $0 != $1 }
        if differs { report.add(.differs(shape, input.shape), at: setting.mark, severity: .warning) }
    }
}

extension LintMessage {
    fileprivate static func unreadable(_ text: String) -> Self {
        Self("'input_shape' is '\(text)', which is no shape", fix: "write it as 1x3x224x224")
    }

    fileprivate static func rank(_ shape: [Int], _ type: String) -> Self {
        Self("'input_shape' \(shape) has \(shape.count) sizes, and '\(type)' needs 4", fix: "write it as 1x3x224x224")
    }

    fileprivate static func layout(_ shape: [Int], _ layout: String, _ other: String) -> Self {
        Self(
            "'input_layout_train' is \(layout), and the shape \(shape) is \(other)",
            fix: "write 'input_layout_train: \(other)'")
    }

    fileprivate static func channels(_ shape: [Int], _ type: String, _ channels: Int) -> Self {
        Self(
            "'input_type_train' is '\(type)' with \(channels) channel\(channels == 1 ? "" : "s"), and 'input_shape' "
                + "\(shape) has them in no place",
            fix: "check the shape and the type")
    }

    fileprivate static func differs(_ shape: [Int], _ model: [Int]) -> Self {
        Self("'input_shape' is \(shape), and the model's input is \(model)", fix: "take 'input_shape' out")
    }
}
