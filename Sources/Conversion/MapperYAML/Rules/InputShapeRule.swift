internal import Diagnostics
internal import YAML

/// Shapes are readable and fit the color format, the layout and the model.
enum InputShapeRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "input-shape",
        summary: "input_shape fits the color format, the layout and the model",
        reason: """
            hb_mapper stops at a shape whose channels do not fit. It silently prefers input_shape to the model's own \
            shape.
            """,
        fix: "Correct the shape or the layout, or remove input_shape: the model's own shape is used then.",
        example: "input_layout_train: NHWC, and input_shape: 1x3x224x224")

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

    /// hb_mapper silently prefers the config's shape to the model's.
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
        Self("invalid input_shape '\(text)': expected dimensions such as 1x3x224x224", fix: "separate the sizes with x")
    }

    fileprivate static func rank(_ shape: [Int], _ type: String) -> Self {
        Self(
            "input_shape \(shape) has \(shape.count) dimensions, but '\(type)' requires 4",
            fix: "write batch, channels, height and width, such as 1x3x224x224")
    }

    fileprivate static func layout(_ shape: [Int], _ layout: String, _ other: String) -> Self {
        Self(
            "input_layout_train is \(layout), but the shape \(shape) is \(other)",
            fix: "set input_layout_train: \(other)")
    }

    fileprivate static func channels(_ shape: [Int], _ type: String, _ channels: Int) -> Self {
        Self(
            "input_type_train '\(type)' has \(channels) channel\(channels == 1 ? "" : "s"), which input_shape "
                + "\(shape) does not",
            fix: "correct input_shape or input_type_train")
    }

    fileprivate static func differs(_ shape: [Int], _ model: [Int]) -> Self {
        Self("input_shape is \(shape), but the model's input is \(model)", fix: "remove input_shape")
    }
}
