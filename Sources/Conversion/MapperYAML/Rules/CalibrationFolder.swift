internal import Diagnostics
internal import Support
internal import YAML

/// The folder of calibration data: there, and holding nothing but files of the right size.
///
/// hb_mapper reads every file in it as raw numbers; one that is something else breaks the build or poisons the
/// ranges. A folder that is missing is an error below the YAML's own folder, a slip of the name; elsewhere it has
/// probably not been made yet, as on a fresh checkout: a warning.
enum CalibrationFolder: Rule {
    static let description = RuleDescription(
        "calibration-folder", .error, "cal_data_dir exists and holds only calibration files of the right size")

    /// Below this the ranges are a matter of luck.
    private static let fewFiles = 20

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        guard file.readsCalibrationData, let setting = file[.calDataDir], let list = setting.list else { return }
        for (index, element) in list.enumerated() {
            guard let element else {
                report.add(.empty, at: setting.mark)
                continue
            }
            let path = file.resolve(element)
            switch context.surroundings.status(of: path) {
            case .missing:
                let own = file.resolve(".")
                let isOwn =
                    own == "." ? !path.hasPrefix("../") && !path.hasPrefix("/") : path.hasPrefix(own + "/")
                let isSlip = isOwn && context.surroundings.status(of: Path.folder(path)) == .folder
                report.add(.missing(path), at: setting.mark, severity: isSlip ? .error : .warning)
            case .file, .other: report.add(.noFolder(path), at: setting.mark, severity: .warning)
            case .folder: checkFiles(in: path, index, setting.mark, context, &report)
            }
        }
    }

    private static func checkFiles(
        in path: String, _ index: Int, _ mark: Mark, _ context: LintContext, _ report: inout LintReport
    ) {
        guard let listing = context.surroundings.listing(of: path) else { return }
        guard !listing.names.isEmpty else {
            report.add(.noFiles(path), at: mark, severity: .warning)
            return
        }
        if context.file.boolean(.preprocessOn) == true { return }
        let expected = context.calibrationBytes(index)
        var stray: [String] = []
        var wrong: [(name: String, bytes: Int)] = []
        for (name, bytes) in zip(listing.names, listing.bytes) {
            guard let bytes else {
                stray.append(name)
                continue
            }
            if let expected, bytes != expected {
                if isForeign(name) { stray.append(name) } else { wrong.append((name, bytes)) }
            } else if expected == nil, isForeign(name) {
                stray.append(name)
            }
        }
        if !stray.isEmpty { report.add(.stray(stray, path), at: mark, severity: .warning) }
        if let first = wrong.first, let expected {
            report.add(.wrongSize(first.name, first.bytes, expected, count: wrong.count), at: mark, severity: .warning)
        }
        let good = listing.names.count - stray.count - wrong.count
        if good > 0, good < fewFiles { report.add(.few(good), at: mark, severity: .warning) }
    }

    /// A name that no calibration file has.
    private static func isForeign(_ name: String) -> Bool {
        name.hasPrefix(".")
            || ["json", "png", "jpg", "jpeg", "txt", "yaml", "yml", "md", "npy", "npz", "log", "zip", "tar", "py"]
                .contains(Path.lowercasedExtension(name))
    }
}

extension LintContext {
    /// The size of one calibration file of an input: its shape in the numbers of `cal_data_type`.
    ///
    /// - Parameter type: instead of the file's; the file's, or what hb_mapper guesses, if it is `nil`.
    func calibrationBytes(_ index: Int, type: String? = nil) -> Int? {
        let type = type ?? value(.calDataType, index) ?? guessedCalibrationType(index)
        guard var size = ["float32": 4, "uint8": 1, "int32": 4, "int16": 2, "int8": 1][type],
            let shape = shape(index)
        else { return nil }
        for dimension in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard dimension > 0, !overflow else { return nil }
            size = product
        }
        return size
    }

    /// What hb_mapper reads where `cal_data_type` is missing, by the folder's name (measured).
    func guessedCalibrationType(_ index: Int) -> String {
        value(.calDataDir, index)?.hasSuffix("_f32") == true ? "float32" : "uint8"
    }
}

extension LintMessage {
    fileprivate static var empty: Self { Self("'cal_data_dir' has an empty path", fix: "name one folder an input") }

    fileprivate static func missing(_ path: String) -> Self {
        Self(
            "'cal_data_dir' is not there: \(path)",
            fix: "make it with `repvit-convert calibration make`, or check the path")
    }

    fileprivate static func noFolder(_ path: String) -> Self {
        Self("'cal_data_dir' is no folder: \(path)", fix: "name the folder of calibration files")
    }

    fileprivate static func noFiles(_ path: String) -> Self {
        Self("'cal_data_dir' is empty: \(path)", fix: "fill it with `repvit-convert calibration make`")
    }

    fileprivate static func stray(_ names: [String], _ path: String) -> Self {
        let shown = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
        return Self(
            "'cal_data_dir' holds what is no calibration data: \(shown); every file there is read",
            fix: "move it out of \(path)")
    }

    fileprivate static func wrongSize(_ name: String, _ bytes: Int, _ expected: Int, count: Int) -> Self {
        Self(
            "'cal_data_dir' holds files that do not fit the input: \(name) has \(bytes) bytes, expected \(expected)"
                + (count > 1 ? " (\(count) such files)" : ""),
            fix: "make them anew with the right size and 'cal_data_type'")
    }

    fileprivate static func few(_ count: Int) -> Self {
        Self(
            "'cal_data_dir' holds \(count) file\(count == 1 ? "" : "s"); ranges from fewer than 20 images are a matter of luck",
            fix: "use 20 to 100 images or more")
    }
}
