internal import Diagnostics
internal import Support
internal import YAML

/// What the calibration files hold, by their names or their manifest, against what the configuration says of them.
///
/// hb_mapper wants the files in the colours, layout and size of the float model; it looks at none of that, and wrong
/// ones give wrong ranges.
enum CalibrationContents: Rule {
    static let description = RuleDescription(
        "calibration-contents", .warning,
        "The calibration files hold the colours, layout, numbers and size that the configuration says")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        guard file.readsCalibrationData, file.boolean(.preprocessOn) != true, let setting = file[.calDataDir],
            let folders = setting.list
        else { return }
        for (index, folder) in folders.enumerated() {
            guard let folder else { continue }
            let path = file.resolve(folder)
            let manifest = context.surroundings.manifest(in: Path.folder(path))
            let name = manifest?.layout ?? layout(ofFilesIn: path, context)
            let source = manifest?.path ?? path
            if let name { checkLayout(name, source, index, setting.mark, context, &report) }
            guard let manifest else { continue }
            if let type = manifest.elementType, let said = context.value(.calDataType, index), type != said,
                let mark = file[.calDataType]?.mark
            {
                report.add(.elementType(said, type, source), at: mark)
            }
            if let size = manifest.size, let shape = context.shape(index), shape.count == 4,
                !shape.contains(size)
            {
                report.add(.size(shape, size, source), at: file[.inputShape]?.mark ?? setting.mark)
            }
        }
    }

    /// `rgbchw`, from the files' extension, if all of them have one of that kind.
    private static func layout(ofFilesIn path: String, _ context: LintContext) -> String? {
        guard let names = context.surroundings.listing(of: path)?.names, let first = names.first else { return nil }
        let layout = Path.lowercasedExtension(first)
        return layouts.contains(layout) && names.allSatisfy { Path.lowercasedExtension($0) == layout } ? layout : nil
    }

    private static let layouts = ["rgbchw", "rgbhwc", "bgrchw", "bgrhwc"]

    private static func checkLayout(
        _ name: String, _ source: String, _ index: Int, _ mark: Mark, _ context: LintContext,
        _ report: inout LintReport
    ) {
        guard layouts.contains(name) else { return }
        let (type, layout) = (String(name.prefix(3)), name.hasSuffix("hwc") ? "NHWC" : "NCHW")
        if let said = context.value(.inputTypeTrain, index), said == "rgb" || said == "bgr", said != type,
            let mark = context.file[.inputTypeTrain]?.mark
        {
            report.add(.colours(said, type, source), at: mark)
        }
        if let said = context.value(.inputLayoutTrain, index), said == "NCHW" || said == "NHWC", said != layout,
            let mark = context.file[.inputLayoutTrain]?.mark
        {
            report.add(.layout(said, layout, source), at: mark)
        }
    }
}

extension LintMessage {
    fileprivate static func colours(_ said: String, _ type: String, _ source: String) -> Self {
        Self(
            "'input_type_train' is '\(said)', and the calibration files hold \(type): \(source)",
            fix: "make the files anew, or write 'input_type_train: \(type)' if the model was trained on that")
    }

    fileprivate static func layout(_ said: String, _ layout: String, _ source: String) -> Self {
        Self(
            "'input_layout_train' is \(said), and the calibration files are \(layout): \(source)",
            fix: "make the files anew in the layout of the model")
    }

    fileprivate static func elementType(_ said: String, _ type: String, _ source: String) -> Self {
        Self(
            "'cal_data_type' is '\(said)', and the calibration files hold \(type): \(source)",
            fix: "write 'cal_data_type: \(type)'")
    }

    fileprivate static func size(_ shape: [Int], _ size: Int, _ source: String) -> Self {
        Self(
            "the input is \(shape), and the calibration files are \(size) by \(size): \(source)",
            fix: "make them anew with `repvit-convert calibration make --size`")
    }
}
