internal import Diagnostics
internal import YAML

/// Pairs of colour formats that hb_mapper cannot turn into each other.
enum InputTypes: Rule {
    static let description = RuleDescription(
        "input-types", .error, "The board's colour format can be turned into the one of the training")

    /// What each format of the training can be made from, besides itself (measured).
    private static let sources: [String: [String]] = [
        "rgb": ["bgr", "nv12", "yuv444", "yuv444_128", "yuv420sp_bt601_video"],
        "bgr": ["rgb", "nv12", "yuv444", "yuv444_128", "yuv420sp_bt601_video"],
        "yuv444": ["yuv444_128", "nv12"],
    ]

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        for index in 0..<context.inputCount {
            guard let runtime = context.value(.inputTypeRt, index), let setting = file[.inputTypeRt],
                isKnown(runtime, .inputTypeRt)
            else { continue }
            let isVideo = context.value(.inputSpaceAndRange, index) == "bt601_video"
            if isVideo, runtime != "nv12" {
                report.add(.rangeWithoutNV12(runtime), at: file[.inputSpaceAndRange]?.mark ?? setting.mark)
                continue
            }
            if runtime == "yuv_bt601_video" { report.add(.noSource(runtime), at: setting.mark) }
            guard let training = context.value(.inputTypeTrain, index), isKnown(training, .inputTypeTrain) else {
                continue
            }
            let name = isVideo ? "yuv420sp_bt601_video" : runtime
            if training != name, sources[training]?.contains(name) != true {
                report.add(.pair(training, isVideo ? "nv12 of video range" : runtime), at: setting.mark)
            }
            if file.text(.march) == "bernoulli2", ["yuv444", "yuv444_128"].contains(runtime),
                context.value(.inputLayoutRt, index) == "NCHW"
            {
                report.add(.layoutOnOldChip(runtime), at: file[.inputLayoutRt]?.mark ?? setting.mark)
            }
        }
    }

    private static func isKnown(_ type: String, _ key: Key) -> Bool {
        guard let schema = Schema.schema(of: key) else { return false }
        return schema.values.contains(type) || schema.unusualValues.contains(type)
    }
}

extension LintMessage {
    fileprivate static func rangeWithoutNV12(_ type: String) -> Self {
        Self(
            "'input_space_and_range: bt601_video' is for nv12 only, and 'input_type_rt' is '\(type)'",
            fix: "write 'regular', or 'input_type_rt: nv12'")
    }

    fileprivate static func noSource(_ type: String) -> Self {
        Self("'input_type_rt' cannot be '\(type)': no 'input_source' gives it", fix: "write 'nv12'")
    }

    fileprivate static func pair(_ training: String, _ runtime: String) -> Self {
        Self(
            "'input_type_train' is '\(training)', which cannot be made from 'input_type_rt' \(runtime)",
            fix: "RepViT is trained on rgb and fed with nv12")
    }

    fileprivate static func layoutOnOldChip(_ type: String) -> Self {
        Self("'input_layout_rt' NCHW with '\(type)' does not work on bernoulli2", fix: "write NHWC")
    }
}
