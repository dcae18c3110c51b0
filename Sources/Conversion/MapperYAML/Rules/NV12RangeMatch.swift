internal import Diagnostics
internal import InputContract
internal import Support
internal import YAML

/// A model for one range of NV12 that is going to be fed the other: it costs about three points of Top-1 (measured)
/// and looks like a loss from quantization.
///
/// What it will be fed says a manifest: that of the calibration data, or one beside the results, as a board kit has.
enum NV12RangeMatch: Rule {
    static let description = RuleDescription(
        "nv12-range", .warning,
        "input_space_and_range is the range of the NV12 that manifests say the model is fed with")

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
            "the model takes NV12 of \(range.rawValue) range, and it is fed \(fed.rawValue) range by \(path)",
            fix: "write 'input_space_and_range: \(fed.inputSpaceAndRange)', or feed \(range.rawValue) range")
    }
}
