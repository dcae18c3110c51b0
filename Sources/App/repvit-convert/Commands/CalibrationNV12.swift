import ArgumentParser
import CalibrationData
import ConversionPipeline
import Imaging
import InputContract
import Reporting
import Support

/// `calibration nv12`
struct CalibrationNV12: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nv12",
        abstract: "Convert an image to the NV12 input of a compiled model.",
        discussion: """
            A model expects one YUV range and loses accuracy with the other:

              full   for configs with input_space_and_range: regular (the default)
              video  for bt601_video, as OpenCV's COLOR_RGB2YUV_I420 produces

              repvit-convert calibration nv12 cat.jpg --range full -o cat.nv12
              repvit-convert calibration nv12 cat.jpg --config model.yaml -o cat.nv12
              repvit-convert calibration nv12 cat.jpg --range full \\
                --row-alignment 64 --plane-alignment 4096 -o cat.nv12
            """)

    @Argument(help: "JPEG or PNG image.", completion: .images)
    var image: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("File to write: height * width * 3 / 2 bytes, more if aligned.", valueName: "file"),
        completion: .file())
    var output: String

    @Option(help: ArgumentHelp("Align rows to this many bytes.", valueName: "bytes"))
    var rowAlignment = 1

    @Option(help: ArgumentHelp("Align planes to this many bytes.", valueName: "bytes"))
    var planeAlignment = 1

    @OptionGroup var preset: PresetOptions
    @OptionGroup var range: RangeOptions
    @OptionGroup var report: OutputOptions

    func validate() throws {
        try BufferLayout.validate(rowAlignment: rowAlignment, planeAlignment: planeAlignment)
    }

    func run() async throws {
        try OutputGuard.check(output, against: [image, range.config, preset.file])
        let layout = BufferLayout(rowAlignment: rowAlignment, planeAlignment: planeAlignment)
        let range = try range.resolve()
        let file = try NV12File.make(
            image: image, preset: try preset.resolve(), size: preset.size, range: range, layout: layout)
        try AtomicFile.write(file.bytes, to: output)
        switch report.format {
        case .json: Terminal.output(try JSONReport.encode(file.record(path: output)))
        case .text:
            let (size, bytes) = (preset.size, Figure.grouped(file.bytes.count))
            Terminal.output("\(size) NV12, \(range.rawValue) range, \(bytes) bytes: \(output)\n")
        }
    }
}

/// Where the range of NV12 comes from. It is never guessed.
struct RangeOptions: ParsableArguments {
    @Option(help: "YUV range that the model expects.")
    var range: NV12Range?

    @Option(
        help: ArgumentHelp("Mapper YAML that the model was built with, instead of --range.", valueName: "file"),
        completion: .yaml)
    var config: String?

    func validate() throws {
        guard (range == nil) != (config == nil) else {
            throw ValidationError("specify the range that the model expects: --range full|video or --config FILE.yaml")
        }
    }

    /// The range that was given, or the one in the config.
    func resolve() throws -> NV12Range {
        if let range { return range }
        guard let config else { preconditionFailure("validate() requires one of the two") }
        return try ExpectedRange.read(config)
    }
}
