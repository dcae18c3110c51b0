internal import Diagnostics
internal import YAML

/// `input_type_rt` can be converted to `input_type_train`.
enum InputTypesRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "input-types",
        summary: "input_type_rt can be converted to input_type_train",
        reason: "The conversion is compiled into the model, and exists for some pairs only.",
        fix: "Use a pair that hb_mapper converts, such as nv12 to rgb or gray to gray.",
        example: "input_type_rt: nv12, and input_type_train: gray")

    /// The formats that each training format can be converted from, besides itself (measured).
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
                report.add(
                    .pair(training, isVideo ? "nv12 of video range" : runtime, sources[training]), at: setting.mark)
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
            "input_space_and_range: bt601_video requires nv12, but input_type_rt is '\(type)'",
            fix: "set input_space_and_range: regular, or input_type_rt: nv12")
    }

    fileprivate static func noSource(_ type: String) -> Self {
        Self("input_type_rt '\(type)' is not supplied by any input_source", fix: "set input_type_rt: nv12")
    }

    fileprivate static func pair(_ training: String, _ runtime: String, _ sources: [String]?) -> Self {
        let possible = [training] + (sources ?? []).filter { !$0.hasPrefix("yuv4") }
        return Self(
            "input_type_rt \(runtime) cannot be converted to input_type_train \(training)",
            fix: "set input_type_rt to \(possible.joined(separator: " or "))")
    }

    fileprivate static func layoutOnOldChip(_ type: String) -> Self {
        Self("bernoulli2 does not support input_layout_rt NCHW with '\(type)'", fix: "set input_layout_rt: NHWC")
    }
}
