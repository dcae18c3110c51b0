internal import Diagnostics
internal import InputContract
internal import Support
internal import YAML

/// Compares the calibration files, by their names or their manifest, with the config.
enum CalibrationContentsRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "calibration-contents", .warning, .convention,
        summary: "calibration files have the colors, layout, type and size of the config",
        reason: """
            hb_mapper reads the files as raw numbers and checks none of this. Files in another order or scale lead to \
            wrong ranges, and the model loses accuracy without any message.
            """,
        fix: "Make the files again with `repvit-convert calibration make --config CONFIG`, or correct the key.",
        example: "input_type_train: bgr, and cal_data_dir holds .rgbchw files")

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
                ![TensorLayout.nchw, .nhwc].contains(where: { $0.shape(size).dropFirst() == shape.dropFirst() })
            {
                report.add(.size(shape, size, source), at: file[.inputShape]?.mark ?? setting.mark)
            }
        }
    }

    /// `rgbchw`, if that is the extension of all files.
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
            report.add(.colors(said, type, source), at: mark)
        }
        if let said = context.value(.inputLayoutTrain, index), said == "NCHW" || said == "NHWC", said != layout,
            let mark = context.file[.inputLayoutTrain]?.mark
        {
            report.add(.layout(said, layout, source), at: mark)
        }
    }
}

extension LintMessage {
    fileprivate static func colors(_ said: String, _ type: String, _ source: String) -> Self {
        Self(
            "input_type_train is '\(said)', but the calibration files are \(type): \(source)",
            fix: "make the files again, or set input_type_train: \(type) if the model was trained on \(type)")
    }

    fileprivate static func layout(_ said: String, _ layout: String, _ source: String) -> Self {
        Self(
            "input_layout_train is \(said), but the calibration files are \(layout): \(source)",
            fix: "make the files again in the layout of the model")
    }

    fileprivate static func elementType(_ said: String, _ type: String, _ source: String) -> Self {
        Self(
            "cal_data_type is '\(said)', but the calibration files are \(type): \(source)",
            fix: "set cal_data_type: \(type)")
    }

    fileprivate static func size(_ shape: [Int], _ size: ImageSize, _ source: String) -> Self {
        Self(
            "the input is \(shape), but the calibration files are \(size): \(source)",
            fix: "make them again with `repvit-convert calibration make --size`")
    }
}
