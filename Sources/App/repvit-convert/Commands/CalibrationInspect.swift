import ArgumentParser
import CalibrationData
import ConversionPipeline
import Diagnostics
import Imaging
import InputContract
import Reporting
import Support

/// `calibration inspect`
struct CalibrationInspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Find out what a directory of calibration data is, and what is wrong with it.",
        discussion: """
            Accepts any calibration data. Determines type and layout, measures every channel, and finds swapped channels, wrong scales, double normalization, wrong layouts and types, NV12 of the wrong range, black images, copies, stray and half-written files. Writes preview.png, which shows the samples as hb_mapper will read them, and histogram.svg. Exits with 1 if there are errors or warnings.

              repvit-convert calibration inspect work/m0_9/calibration --config work/m0_9/config/RepViT_m0_9_config.yaml
            """)

    @Argument(help: "The directory of the samples, or the one with manifest.json.", completion: .directory)
    var folder: String?

    @Option(help: ArgumentHelp("The input in the mapper YAML, if the model has several.", valueName: "name"))
    var input: String?

    @Option(
        help: ArgumentHelp("Size of the model's input, such as 224 or 192x256 (height x width).", valueName: "pixels"))
    var size: ImageSize?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The directory for preview.png and histogram.svg.", valueName: "directory"))
    var output = "calibration-inspection"

    @OptionGroup var format: InspectionFormatOptions
    @OptionGroup var options: FindingOptions

    func validate() throws {
        try options.validate(Inspection.rules, inputs: [folder].compactMap(\.self), named: "folder")
    }

    func run() async throws {
        if let listing = try options.listing(Inspection.rules) { return Terminal.output(listing) }
        guard let folder else { return }
        try options.checkBaseline(inputs: [format.config].compactMap(\.self))
        for file in [previewPath, histogramPath] {
            try OutputGuard.check(file, against: [folder, format.config, options.baseline])
        }
        let bar = ProgressBar()
        let inspection = try await Inspection(
            folder: folder, expectation: try expectation(folder), progress: bar.handler)
        bar.clear()
        try write(inspection)
        guard let findings = try options.selected([inspection.findings], of: Inspection.rules)?[0] else { return }
        let text = InspectionText(inspection.report, findings: findings)
        let renderer = options.renderer(Inspection.rules)
        switch options.format {
        case .json: Terminal.output(try text.json())
        case .text:
            Terminal.output(text.table + renderer.render(findings))
            Terminal.note("wrote \(previewPath) and histogram.svg")
        case .sarif, .github: Terminal.output(renderer.render(findings))
        }
        if findings.contains(where: { $0.severity > .note }) { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private var previewPath: String { Path.join(output, CalibrationSet.previewName) }
    private var histogramPath: String { Path.join(output, "histogram.svg") }

    private func write(_ inspection: Inspection) throws {
        if let preview = inspection.preview {
            try AtomicFile.write(try PNGEncoder.encode(preview, path: previewPath), to: previewPath)
        }
        try AtomicFile.write(inspection.histogram, to: histogramPath)
    }

    private func expectation(_ folder: String) throws -> DataExpectation? {
        var expectation = try format.config.map {
            try CalibrationTarget.read(config: $0, input: input, folder: folder).expectation
        }
        guard format.range != nil || size != nil || format.layout != nil || format.type != nil else {
            return expectation
        }
        var options = expectation ?? DataExpectation(source: "the command line")
        if let range = format.range { options.range = range }
        if let size { (options.width, options.height) = (size.width, size.height) }
        if let type = format.type { options.element = type }
        if let layout = format.layout {
            (options.channels, options.order) = layout.tensor(options.range ?? .full) ?? (nil, nil)
            options.isNV12 = layout == .nv12
        }
        expectation = options
        return expectation
    }
}

/// `--layout`, `--type`, `--range`, `--config`, as expectations.
struct InspectionFormatOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The mapper YAML that the samples are for.", valueName: "file"))
    var config: String?

    @Option(help: "The expected layout.")
    var layout: SampleLayout?

    @Option(help: "The expected element type.")
    var type: SampleFormat.Element?

    @Option(help: "The YUV range that the model expects.")
    var range: NV12Range?
}
