internal import Diagnostics
internal import InputContract
internal import YAML

/// Mean and scale of a RepViT are those of its training; the usual mistakes are named.
enum ImagenetNormRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "imagenet-norm", .warning, .convention,
        summary: "norm_type, mean_value and scale_value are those of RepViT's training",
        reason: """
            timm trained RepViT on (pixel - mean) / deviation with ImageNet's figures. Other values cost accuracy, \
            which looks like a loss from quantization. Checked for RepViT only: where onnx_model or \
            output_model_file_prefix names it.
            """,
        fix: """
            Set norm_type: data_mean_and_scale, mean_value: 123.675 116.28 103.53 and scale_value: 0.01712475 0.017507 \
            0.01742919; for other weights, disable the rule in the file.
            """,
        example: "mean_value: 0.485 0.456 0.406")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard context.isRepViT else { return }
        for index in 0..<context.inputCount {
            guard let type = context.value(.inputTypeTrain, index), type == "rgb" || type == "bgr",
                let norm = context.normType(index)
            else { continue }
            let isBGR = type == "bgr"
            guard norm == "data_mean_and_scale" else {
                let isKnown = Schema.schema(of: .normType)?.values.contains(norm) ?? false
                if isKnown { reportNorm(norm, context, &report) }
                continue
            }
            let mean = numbers(.meanValue, index, context)
            let scale = numbers(.scaleValue, index, context)
            // With several inputs, a repair would also change the others.
            let isAlone = context.inputCount == 1
            if let mean, let setting = context.file[.meanValue],
                let message = LintMessage.mean(mean, isBGR: isBGR)
            {
                report.add(message.repaired(by: isAlone ? message.repair : nil), at: setting.mark)
            }
            if let scale, let setting = context.file[.scaleValue],
                let message = LintMessage.scale(scale, isBGR: isBGR)
            {
                report.add(message.repaired(by: isAlone ? message.repair : nil), at: setting.mark)
            }
        }
    }

    private static func reportNorm(_ norm: String, _ context: LintContext, _ report: inout LintReport) {
        let mark = context.file[.normType]?.mark ?? context.file.mark(of: .input)
        report.add(.norm(norm, isThere: context.file[.normType] != nil), at: mark)
    }

    private static func numbers(_ key: Key, _ index: Int, _ context: LintContext) -> [Double]? {
        guard let text = context.value(key, index), let numbers = VendorText.numbers(text), numbers.count == 3 else {
            return nil
        }
        return numbers
    }
}

extension LintMessage {
    private static var standard: Normalization { .imageNet }

    fileprivate static func norm(_ norm: String, isThere: Bool) -> Self {
        Self(
            isThere
                ? "norm_type is '\(norm)', but RepViT needs mean and scale"
                : "norm_type is missing, but RepViT needs mean and scale",
            fix: "set norm_type: data_mean_and_scale, mean_value: \(standard.meanText) and scale_value: "
                + standard.scaleText)
    }

    fileprivate static func mean(_ mean: [Double], isBGR: Bool) -> Self? {
        let right = isBGR ? Array(standard.mean.reversed()) : standard.mean
        if isNear(mean, right) { return nil }
        let text = Normalization.text(right)
        let fix = "set mean_value: \(text)"
        let repair = Repair.set(.meanValue, text)
        if isNear(mean, Array(right.reversed())) {
            return Self("mean_value is in \(isBGR ? "RGB" : "BGR") order", fix: fix)
        }
        if isNear(mean.map { $0 * 255 }, right) {
            return Self("mean_value is for pixels of 0...1, but hb_mapper uses 0...255", fix: fix, repair: repair)
        }
        if isNear(mean, standard.scale) || isNear(mean, standard.scale.reversed()) {
            return Self("mean_value and scale_value are swapped", fix: fix, repair: repair)
        }
        if isNear(mean, standard.deviation) {
            return Self("mean_value is the standard deviation", fix: fix, repair: repair)
        }
        return Self("mean_value differs from RepViT's training (ImageNet)", fix: fix)
    }

    fileprivate static func scale(_ scale: [Double], isBGR: Bool) -> Self? {
        let right = isBGR ? Array(standard.scale.reversed()) : standard.scale
        if isNear(scale, right) { return nil }
        let text = Normalization.text(right)
        let fix = "set scale_value: \(text)"
        let repair = Repair.set(.scaleValue, text)
        if isNear(scale, Array(right.reversed())) {
            return Self("scale_value is in \(isBGR ? "RGB" : "BGR") order", fix: fix)
        }
        let inverse = scale.map { 1 / $0 }
        for candidate in [standard.deviation, standard.deviation.reversed()] where isNear(scale, candidate) {
            return Self(
                "scale_value is the standard deviation, but must be 1 / deviation", fix: fix,
                repair: repair)
        }
        for candidate in [standard.deviation, standard.deviation.reversed()]
        where isNear(scale.map { $0 * 255 }, candidate) || isNear(inverse, candidate.map { $0 / 255 }) {
            return Self("scale_value is for pixels of 0...1, but hb_mapper uses 0...255", fix: fix, repair: repair)
        }
        if isNear(scale, standard.mean) || isNear(scale, standard.mean.reversed()) {
            return Self("scale_value and mean_value are swapped", fix: fix, repair: repair)
        }
        return Self("scale_value differs from RepViT's training (ImageNet)", fix: fix)
    }

    /// Equal within 0.1 %: people round.
    private static func isNear(_ first: [Double], _ second: [Double]) -> Bool {
        first.count == second.count && zip(first, second).allSatisfy { abs($0 - $1) <= 1e-3 * abs($1) }
    }
}
