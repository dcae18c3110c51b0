internal import Diagnostics
internal import YAML

/// `mean_value` and `scale_value` are numbers, one per channel, where `norm_type` needs them.
enum NormValuesRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "norm-values",
        summary: "mean_value and scale_value are numbers, as many as norm_type needs",
        reason: """
            hb_mapper stops at anything but numbers. It accepts too few or too many, and the build fails or uses wrong \
            ones.
            """,
        fix: "Write one number per channel, separated by spaces.",
        example: "mean_value: 123.675 116.28")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for index in 0..<context.inputCount {
            guard let norm = context.normType(index) else { continue }
            if norm != "no_preprocess", context.value(.inputTypeRt, index) == "featuremap",
                let setting = context.file[.normType]
            {
                report.add(.featuremap(norm), at: setting.mark)
            }
            for (key, word) in [(Key.meanValue, "mean"), (.scaleValue, "scale")] {
                guard let setting = context.file[key], let list = setting.list, !list.isEmpty else { continue }
                guard norm.contains(word) else {
                    let isSaid = list.indices.contains(index) && list[index] != nil
                    if isSaid, ["no_preprocess", "data_mean", "data_scale"].contains(norm) {
                        report.add(.unused(key, norm), at: setting.mark, severity: .warning)
                    }
                    continue
                }
                guard list.indices.contains(index) else { continue }
                guard let text = list[index] else {
                    report.add(.empty(key, norm), at: setting.mark)
                    continue
                }
                guard let numbers = VendorText.numbers(text) else {
                    report.add(.notNumbers(key, text), at: setting.mark)
                    continue
                }
                checkCount(numbers, key, index, setting, context, &report)
            }
        }
    }

    /// The parser accepts any number of values; the build then fails or uses the wrong ones.
    private static func checkCount(
        _ numbers: [Double], _ key: Key, _ index: Int, _ setting: ConfigFile.Setting, _ context: LintContext,
        _ report: inout LintReport
    ) {
        guard let type = context.value(.inputTypeTrain, index),
            let channels = ["rgb": 3, "bgr": 3, "yuv444": 3, "gray": 1][type]
        else { return }
        if numbers.count != channels, numbers.count != 1 || channels == 1 {
            report.add(.count(key, numbers.count, type, channels), at: setting.mark, severity: .warning)
        } else if numbers.contains(where: { !$0.isFinite }) {
            report.add(.notFinite(key), at: setting.mark, severity: .warning)
        }
    }
}

extension LintMessage {
    fileprivate static func featuremap(_ norm: String) -> Self {
        Self("norm_type is '\(norm)', but a featuremap requires no_preprocess", fix: "set norm_type: no_preprocess")
    }

    fileprivate static func unused(_ key: Key, _ norm: String) -> Self {
        Self(
            "\(key.rawValue) has no effect with norm_type: \(norm)",
            fix: "remove \(key.rawValue), or set a norm_type that uses it")
    }

    fileprivate static func empty(_ key: Key, _ norm: String) -> Self {
        Self("\(key.rawValue) is empty, but norm_type is '\(norm)'", fix: "write one number per channel")
    }

    fileprivate static func notNumbers(_ key: Key, _ text: String) -> Self {
        Self(
            "invalid \(key.rawValue) '\(text)': expected numbers",
            fix: "write one number per channel, separated by spaces")
    }

    fileprivate static func count(_ key: Key, _ count: Int, _ type: String, _ channels: Int) -> Self {
        Self(
            "\(key.rawValue) has \(count) number\(count == 1 ? "" : "s"), but '\(type)' has \(channels) channel"
                + (channels == 1 ? "" : "s"),
            fix: "write one number per channel, separated by spaces")
    }

    fileprivate static func notFinite(_ key: Key) -> Self {
        Self("\(key.rawValue) contains a number that is not finite", fix: "write one number per channel")
    }
}
