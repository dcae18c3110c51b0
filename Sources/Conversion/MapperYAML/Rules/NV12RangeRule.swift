internal import Diagnostics
internal import InputContract
internal import Support
internal import YAML

/// The model is built for the range of the NV12 that it will be fed, according to the manifest of the calibration data,
/// or of a board kit next to the results.
enum NV12RangeRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "nv12-range", .warning, .convention,
        summary: "input_space_and_range is the range of the NV12 that the board feeds",
        reason: """
            A model for one range that is fed the other loses about three points of Top-1 (measured), which looks like \
            a loss from quantization.
            """,
        fix: "Set input_space_and_range to the range that the manifest names, or feed the other range.",
        example: "input_space_and_range: regular, and nv12_range: video in manifest.json")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        for index in 0..<context.inputCount where context.value(.inputTypeRt, index) == "nv12" {
            let word = file.list(.inputSpaceAndRange).isEmpty ? "regular" : context.value(.inputSpaceAndRange, index)
            guard let word, let range = NV12Range(inputSpaceAndRange: word) else { continue }
            var folders: [String] = []
            if file.readsCalibrationData, let data = context.value(.calDataDir, index) {
                folders.append(Path.folder(file.resolve(data)))
            }
            if let results = file[.workingDir] == nil ? "./model_output" : file.text(.workingDir) {
                folders.append(file.resolve(results))
            }
            for folder in folders {
                guard let manifest = context.surroundings.manifest(in: folder), let fed = manifest.nv12Range,
                    fed != range
                else { continue }
                let setting = file[.inputSpaceAndRange] ?? file[.inputTypeRt]
                report.add(.differs(range, fed, manifest.path), at: setting?.mark ?? file.mark(of: .input))
            }
        }
    }
}

extension LintMessage {
    fileprivate static func differs(_ range: NV12Range, _ fed: NV12Range, _ path: String) -> Self {
        Self(
            "the model expects NV12 of \(range.rawValue) range, but \(path) feeds \(fed.rawValue) range",
            fix: "set input_space_and_range: \(fed.inputSpaceAndRange), or feed \(range.rawValue) range")
    }
}
