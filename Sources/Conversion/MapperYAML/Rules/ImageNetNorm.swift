internal import Diagnostics
internal import InputContract
internal import YAML

/// Mean and scale that are not those that timm trained RepViT with, with the usual mistakes by name.
enum ImageNetNorm: Rule {
    static let description = RuleDescription(
        "imagenet-norm", .warning, "norm_type, mean_value and scale_value are those that timm trained RepViT with")

    static func check(_ context: LintContext, _ report: inout LintReport) {
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
            // In a list of several inputs a change would have to leave the others alone.
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
                ? "'norm_type' is '\(norm)', and RepViT needs its mean and scale"
                : "'norm_type' is missing, so that nothing is subtracted or scaled",
            fix:
                "write 'norm_type: data_mean_and_scale' with 'mean_value: \(standard.meanText)' and 'scale_value: \(standard.scaleText)'"
        )
    }

    fileprivate static func mean(_ mean: [Double], isBGR: Bool) -> Self? {
        let right = isBGR ? Array(standard.mean.reversed()) : standard.mean
        if isNear(mean, right) { return nil }
        let text = Normalization.text(right)
        let fix = "write 'mean_value: \(text)'"
        let repair = Repair.set(.meanValue, text)
        if isNear(mean, Array(right.reversed())) {
            return Self("'mean_value' is in the order of \(isBGR ? "RGB" : "BGR") channels", fix: fix)
        }
        if isNear(mean.map { $0 * 255 }, right) {
            return Self("'mean_value' is for pixels of 0...1, and they are 0...255 here", fix: fix, repair: repair)
        }
        if isNear(mean, standard.scale) || isNear(mean, standard.scale.reversed()) {
            return Self("'mean_value' holds the scale: the two are swapped", fix: fix, repair: repair)
        }
        if isNear(mean, standard.deviation) {
            return Self("'mean_value' holds the standard deviation", fix: fix, repair: repair)
        }
        return Self("'mean_value' is not ImageNet's, which timm trained RepViT with", fix: fix)
    }

    fileprivate static func scale(_ scale: [Double], isBGR: Bool) -> Self? {
        let right = isBGR ? Array(standard.scale.reversed()) : standard.scale
        if isNear(scale, right) { return nil }
        let text = Normalization.text(right)
        let fix = "write 'scale_value: \(text)'"
        let repair = Repair.set(.scaleValue, text)
        if isNear(scale, Array(right.reversed())) {
            return Self("'scale_value' is in the order of \(isBGR ? "RGB" : "BGR") channels", fix: fix)
        }
        let inverse = scale.map { 1 / $0 }
        for candidate in [standard.deviation, standard.deviation.reversed()] where isNear(scale, candidate) {
            return Self(
                "'scale_value' holds the standard deviation, and it multiplies: it must be 1 / deviation", fix: fix,
                repair: repair)
        }
        for candidate in [standard.deviation, standard.deviation.reversed()]
        where isNear(scale.map { $0 * 255 }, candidate) || isNear(inverse, candidate.map { $0 / 255 }) {
            return Self("'scale_value' is for pixels of 0...1, and they are 0...255 here", fix: fix, repair: repair)
        }
        if isNear(scale, standard.mean) || isNear(scale, standard.mean.reversed()) {
            return Self("'scale_value' holds the mean: the two are swapped", fix: fix, repair: repair)
        }
        return Self("'scale_value' is not ImageNet's, which timm trained RepViT with", fix: fix)
    }

    /// Within a thousandth: people round.
    private static func isNear(_ first: [Double], _ second: [Double]) -> Bool {
        first.count == second.count && zip(first, second).allSatisfy { abs($0 - $1) <= 1e-3 * abs($1) }
    }
}
