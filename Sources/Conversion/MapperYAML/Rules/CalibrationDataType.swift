internal import Diagnostics
internal import YAML

/// `cal_data_type` against the folder's name, by which hb_mapper guesses where the key is missing.
enum CalibrationDataType: Rule {
    static let description = RuleDescription(
        "cal-data-type", .warning,
        "The calibration files' number format is said, and the folder's name does not contradict it")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        guard file.readsCalibrationData, let folders = file[.calDataDir]?.list, let mark = file[.calDataDir]?.mark
        else {
            return
        }
        for (index, folder) in folders.enumerated() {
            guard let folder else { continue }
            let isFloat = folder.hasSuffix("_f32")
            guard let type = context.value(.calDataType, index), let setting = file[.calDataType] else {
                guard file.list(.calDataType).isEmpty else { continue }
                let repair = folders.count == 1 ? evident(context).map { Repair.set(.calDataType, $0) } : nil
                report.add(.guessed(isFloat).repaired(by: repair), at: mark)
                continue
            }
            if isFloat, type != "float32" { report.add(.contradicts(type), at: setting.mark) }
        }
    }

    /// The number format of the only input's files, if their sizes tell it.
    private static func evident(_ context: LintContext) -> String? {
        guard let folder = context.value(.calDataDir, 0),
            let sizes = context.surroundings.listing(of: context.file.resolve(folder))?.bytes, !sizes.isEmpty
        else { return nil }
        return ["float32", "uint8"].first { type in
            let expected = context.calibrationBytes(0, type: type)
            return expected != nil && sizes.allSatisfy { $0 == expected }
        }
    }
}

extension LintMessage {
    fileprivate static func guessed(_ isFloat: Bool) -> Self {
        Self(
            "'cal_data_type' is missing, and by the name of 'cal_data_dir' hb_mapper reads "
                + (isFloat ? "float32" : "uint8"),
            fix: "add 'cal_data_type: float32', which .rgbchw files of `calibration make` are")
    }

    fileprivate static func contradicts(_ type: String) -> Self {
        Self(
            "'cal_data_type' is '\(type)', and the name of 'cal_data_dir' ends in _f32",
            fix: "write 'cal_data_type: float32', or name the folder otherwise")
    }
}
