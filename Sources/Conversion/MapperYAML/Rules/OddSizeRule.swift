internal import Diagnostics
internal import YAML

/// NV12 stores one pair of chroma values per 2 x 2 pixels, so sizes are even.
enum OddSizeRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "odd-size",
        summary: "nv12 inputs have even width and height",
        reason: "NV12 stores one pair of chroma values per 2 x 2 pixels.",
        fix: "Export the model with an even size, such as 224.",
        example: "input_shape: 1x3x225x225")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for index in 0..<context.inputCount {
            guard context.value(.inputTypeRt, index) == "nv12", let shape = context.shape(index),
                let layout = context.value(.inputLayoutTrain, index)
            else { continue }
            let axes = layout == "NCHW" ? (2, 3) : (1, 2)
            let setting = context.file[.inputShape] ?? context.file[.inputTypeRt]
            guard let mark = setting?.mark else { continue }
            // hb_mapper checks full range only, but video range needs even sizes too.
            let isVideo = context.runtimeType(index) != "nv12"
            guard axes.1 < shape.count else {
                if !isVideo { report.add(.rank(shape), at: mark) }
                continue
            }
            if shape[axes.0] % 2 != 0 || shape[axes.1] % 2 != 0 {
                report.add(
                    .odd(height: shape[axes.0], width: shape[axes.1]), at: mark, severity: isVideo ? .warning : nil)
            }
        }
    }
}

extension LintMessage {
    fileprivate static func rank(_ shape: [Int]) -> Self {
        Self("nv12 requires an image, but the shape is \(shape)", fix: "set an input_shape such as 1x3x224x224")
    }

    fileprivate static func odd(height: Int, width: Int) -> Self {
        Self(
            "input_shape is \(height) x \(width), but nv12 requires even sizes",
            fix: "export the model with an even size, such as 224")
    }
}
