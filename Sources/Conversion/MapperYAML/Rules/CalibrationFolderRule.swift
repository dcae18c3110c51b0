internal import Diagnostics
internal import Support
internal import YAML

/// The directory of calibration data exists and holds only files of the right size.
///
/// A missing directory is an error inside the YAML's own directory, where the name is probably misspelled. Elsewhere it
/// has probably not been made yet, as on a fresh checkout: a warning.
enum CalibrationFolderRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "calibration-folder",
        summary: "cal_data_dir exists and holds calibration files of the right size only",
        reason: """
            hb_mapper reads every file in the directory as raw numbers. Any other file breaks the build or spoils the \
            ranges.
            """,
        fix: "Make the directory with `repvit-convert calibration make`, and keep other files out of it.",
        example: "cal_data_dir holds manifest.json next to the samples")

    /// Fewer samples give ranges that depend on the choice of images.
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
            case .file, .other: report.add(.notADirectory(path), at: setting.mark, severity: .warning)
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

    /// Whether no calibration sample has such a name.
    private static func isForeign(_ name: String) -> Bool {
        name.hasPrefix(".")
            || ["json", "png", "jpg", "jpeg", "txt", "yaml", "yml", "md", "npy", "npz", "log", "zip", "tar", "py"]
                .contains(Path.lowercasedExtension(name))
    }
}

extension LintContext {
    /// The size in bytes of one calibration sample of an input: its shape, in elements of `cal_data_type`.
    ///
    /// - Parameter type: the element type; `nil` for the config's, or what hb_mapper guesses.
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

    /// The type that hb_mapper guesses from the directory's name if `cal_data_type` is missing (measured).
    func guessedCalibrationType(_ index: Int) -> String {
        value(.calDataDir, index)?.hasSuffix("_f32") == true ? "float32" : "uint8"
    }
}

extension LintMessage {
    fileprivate static var empty: Self {
        Self("cal_data_dir contains an empty path", fix: "name one directory per input")
    }

    fileprivate static func missing(_ path: String) -> Self {
        Self(
            "cal_data_dir does not exist: \(path)",
            fix: "make it with `repvit-convert calibration make`, or check the path")
    }

    fileprivate static func notADirectory(_ path: String) -> Self {
        Self("cal_data_dir is not a directory: \(path)", fix: "name the directory of calibration files")
    }

    fileprivate static func noFiles(_ path: String) -> Self {
        Self("cal_data_dir is empty: \(path)", fix: "fill it with `repvit-convert calibration make`")
    }

    fileprivate static func stray(_ names: [String], _ path: String) -> Self {
        let shown = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
        return Self(
            "cal_data_dir contains other files, which hb_mapper reads as samples: \(shown)",
            fix: "move them out of \(path)")
    }

    fileprivate static func wrongSize(_ name: String, _ bytes: Int, _ expected: Int, count: Int) -> Self {
        Self(
            "cal_data_dir contains files of the wrong size: \(name) has \(bytes) bytes, expected \(expected)"
                + (count > 1 ? " (\(count) such files)" : ""),
            fix: "make them again with the right size, or correct cal_data_type")
    }

    fileprivate static func few(_ count: Int) -> Self {
        Self(
            "only \(count) calibration sample\(count == 1 ? "" : "s"), expected at least 20",
            fix: "use 20 to 100 images or more")
    }
}
