internal import Diagnostics
internal import YAML

/// NV12 holds one pair of chroma values for 2x2 pixels: odd sizes cannot be.
enum OddSize: Rule {
    static let description = RuleDescription("odd-size", .error, "NV12 has an even width and height")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for index in 0..<context.inputCount {
            guard context.value(.inputTypeRt, index) == "nv12", let shape = context.shape(index),
                let layout = context.value(.inputLayoutTrain, index)
            else { continue }
            let axes = layout == "NCHW" ? (2, 3) : (1, 2)
            let setting = context.file[.inputShape] ?? context.file[.inputTypeRt]
            guard let mark = setting?.mark else { continue }
            // hb_mapper looks at full range only; video range of an odd size has no meaning either.
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
        Self("nv12 needs an image, and the shape \(shape) is none", fix: "write 'input_shape' as 1x3x224x224")
    }

    fileprivate static func odd(height: Int, width: Int) -> Self {
        Self(
            "'input_shape' is \(height) by \(width), and nv12 needs an even size",
            fix: "export the model with an even size, such as 224")
    }
}
