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
        abstract: "Says what a folder of calibration data is, and what is wrong with it.",
        discussion: """
            For data of this program and for any other. Guesses type and layout, measures every channel, and finds
            exchanged channels, wrong scales, double normalisation, wrong layouts and types, NV12 of the wrong range,
            black pictures, copies, stray and half-written files. Writes preview.png, which shows the samples as
            hb_mapper will read them, and histogram.svg. Exits with 1 if something is wrong.

              repvit-convert calibration inspect work/m0_9/calibration --config work/m0_9/config/RepViT_m0_9_config.yaml
            """)

    @Argument(help: "The folder with the tensors, or the one with manifest.json.", completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("The input in the configuration, if the model has several.", valueName: "name"))
    var input: String?

    @Option(help: ArgumentHelp("The side of the model's input, in pixels.", valueName: "pixels"))
    var size: Int?

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder for the two pictures.", valueName: "folder"))
    var output = "calibration-inspection"

    @OptionGroup var format: InspectionFormatOptions
    @OptionGroup var findings: FindingOptions

    func run() async throws {
        let bar = ProgressBar()
        let inspection = try await Inspection(folder: folder, expectation: try expectation(), progress: bar.handler)
        bar.clear()
        if let preview = inspection.preview {
            let path = Path.join(output, CalibrationSet.previewName)
            try AtomicFile.write(try PNGEncoder.encode(preview, path: path), to: path)
        }
        try AtomicFile.write(inspection.histogram, to: Path.join(output, "histogram.svg"))
        switch findings.format {
        case .json:
            Terminal.output(
                try JSONReport.encode(
                    InspectionOutput(report: inspection.report, findings: inspection.findings.map(FindingRecord.init))))
        case .text:
            Terminal.output(table(inspection.report) + findings.renderer.render(inspection.findings))
            Terminal.note("look at \(Path.join(output, CalibrationSet.previewName)) and histogram.svg")
        case .sarif, .github: Terminal.output(findings.renderer.render(inspection.findings))
        }
        if inspection.findings.contains(where: { $0.severity > .note }) { throw ExitCode(1) }
    }

    private func expectation() throws -> DataExpectation? {
        var expectation = try format.config.map {
            try CalibrationTarget.read(config: $0, input: input, folder: folder).expectation
        }
        guard format.range != nil || size != nil || format.layout != nil || format.type != nil else {
            return expectation
        }
        var options = expectation ?? DataExpectation(source: "the command line")
        if let range = format.range { options.range = range }
        if let size { (options.width, options.height) = (size, size) }
        if let type = format.type { options.element = type }
        if let layout = format.layout {
            (options.channels, options.order) = layout.tensor(options.range ?? .full) ?? (nil, nil)
            options.isNV12 = layout == .nv12
        }
        expectation = options
        return expectation
    }

    private func table(_ report: InspectionReport) -> String {
        let size = report.width.flatMap { width in report.height.map { "\(width) x \($0)" } }
        let facts = [
            "\(report.count) samples", report.elementType, report.layout, size, report.scale, report.recipe,
            report.range.map { "for \($0) range" },
        ].compactMap { $0 }.joined(separator: ", ")
        var table = Table(.left("channel"), .right("mean"), .right("deviation"), .right("least"), .right("greatest"))
        for channel in report.channels {
            let numbers = [channel.mean, channel.standardDeviation, channel.minimum, channel.maximum]
            let places = numbers.map(abs).max() ?? 0 > 20 ? 1 : 3
            let text = numbers.map { Figure.decimal($0, places: places) }
            table.append(channel.name, text[0], text[1], text[2], text[3])
        }
        return facts + "\n" + table.render() + "\n"
    }
}

/// `--layout`, `--type`, `--range`, `--config`, as far as they say what is expected.
struct InspectionFormatOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The mapper YAML that the data is for.", valueName: "file"))
    var config: String?

    @Option(help: "What the data is meant to be.")
    var layout: SampleLayout?

    @Option(help: "The type that the numbers are read as.")
    var type: SampleFormat.Element?

    @Option(help: "The range of YUV that the model expects.")
    var range: NV12Range?
}

/// `--format json`: the report, and the findings beside it.
private struct InspectionOutput: Encodable {
    var report: InspectionReport
    var findings: [FindingRecord]

    enum CodingKeys: String, CodingKey { case findings }

    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(findings, forKey: .findings)
    }
}
