internal import Diagnostics
internal import YAML

/// `mean_value` and `scale_value` that are no numbers, or not as many as `norm_type` needs.
enum NormValues: Rule {
    static let description = RuleDescription(
        "norm-values", .error, "Mean and scale are numbers, and there where norm_type needs them")

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
                    report.add(.noNumbers(key, text), at: setting.mark)
                    continue
                }
                checkCount(numbers, key, index, setting, context, &report)
            }
        }
    }

    /// The parser takes any number of numbers; the build then fails or uses the wrong ones.
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
        Self("'norm_type' is '\(norm)', and a featuremap takes no_preprocess only", fix: "write 'no_preprocess'")
    }

    fileprivate static func unused(_ key: Key, _ norm: String) -> Self {
        Self(
            "'\(key.rawValue)' has no effect with 'norm_type: \(norm)'",
            fix: "write 'norm_type: data_mean_and_scale', which RepViT needs, or take the line out")
    }

    fileprivate static func empty(_ key: Key, _ norm: String) -> Self {
        Self("'\(key.rawValue)' is empty, and 'norm_type' is '\(norm)'", fix: "write one number a channel")
    }

    fileprivate static func noNumbers(_ key: Key, _ text: String) -> Self {
        Self("'\(key.rawValue)' is '\(text)', which is no list of numbers", fix: "write numbers with spaces between")
    }

    fileprivate static func count(_ key: Key, _ count: Int, _ type: String, _ channels: Int) -> Self {
        Self(
            "'\(key.rawValue)' has \(count) number\(count == 1 ? "" : "s"), and '\(type)' has \(channels) channel"
                + (channels == 1 ? "" : "s"),
            fix: "write one number a channel, with spaces between")
    }

    fileprivate static func notFinite(_ key: Key) -> Self {
        Self("'\(key.rawValue)' has a number that is not finite", fix: "write one number a channel")
    }
}
