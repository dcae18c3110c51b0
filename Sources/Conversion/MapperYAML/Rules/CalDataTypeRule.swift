internal import Diagnostics
internal import YAML

/// Compares `cal_data_type` with the directory's name, by which hb_mapper guesses if the key is missing.
enum CalDataTypeRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "cal-data-type", .warning,
        summary: "cal_data_type is set and agrees with the name of cal_data_dir",
        reason: """
            Without the key, hb_mapper guesses from the name: float32 for directories that end in _f32, uint8 for all \
            others. A wrong guess turns the samples into noise.
            """,
        fix: "Set cal_data_type to the type of the files; `repvit-convert calibration make` writes float32.",
        example: "cal_data_dir: calibration/data, without cal_data_type")

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

    /// The type of the only input's files, if their sizes determine it.
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
            "cal_data_type is missing: hb_mapper guesses \(isFloat ? "float32" : "uint8") from the name of cal_data_dir",
            fix: "set cal_data_type to the type of the files; `repvit-convert calibration make` writes float32")
    }

    fileprivate static func contradicts(_ type: String) -> Self {
        Self(
            "cal_data_type is '\(type)', but the name of cal_data_dir ends in _f32",
            fix: "set cal_data_type: float32, or rename the directory")
    }
}
