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
        abstract: "Makes the NV12 input of one picture, as the board takes it.",
        discussion: """
            A model expects one range and loses accuracy if it is fed the other:
              full   for a configuration with input_space_and_range: regular (the default)
              video  for bt601_video; what OpenCV's COLOR_RGB2YUV_I420 gives

              repvit-convert calibration nv12 cat.jpg --range full -o cat.nv12
              repvit-convert calibration nv12 cat.jpg --config RepViT_m0_9_config.yaml -o cat.nv12
              repvit-convert calibration nv12 cat.jpg --range full --row-alignment 64 --plane-alignment 4096 -o cat.nv12
            """)

    @Argument(help: "A JPEG or PNG picture.")
    var image: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write: size * size * 3 / 2 bytes, more if aligned.", valueName: "file"))
    var output: String

    @Option(help: ArgumentHelp("Rows take a multiple of so many bytes.", valueName: "bytes"))
    var rowAlignment = 1

    @Option(help: ArgumentHelp("Planes take a multiple of so many bytes.", valueName: "bytes"))
    var planeAlignment = 1

    @OptionGroup var preset: PresetOptions
    @OptionGroup var range: RangeOptions
    @OptionGroup var report: OutputOptions

    func validate() throws {
        guard BufferLayout.alignments.contains(rowAlignment), BufferLayout.alignments.contains(planeAlignment) else {
            throw ValidationError("Alignments are from 1 to \(BufferLayout.alignments.upperBound) bytes.")
        }
    }

    func run() async throws {
        let layout = BufferLayout(rowAlignment: rowAlignment, planeAlignment: planeAlignment)
        let file = try NV12File.make(
            image: image, preset: try preset.resolve(), size: preset.size, range: try range.resolve(), layout: layout)
        try AtomicFile.write(file.bytes, to: output)
        if report.format == .json { Terminal.output(try JSONReport.encode(file.record(path: output))) }
    }
}

/// Where the range of NV12 comes from. It is never guessed.
struct RangeOptions: ParsableArguments {
    @Option(help: "The range of the bytes that the model expects. (values: full, video)")
    var range: NV12Range?

    @Option(help: ArgumentHelp("The mapper YAML that the model was built with, instead of --range.", valueName: "file"))
    var config: String?

    func validate() throws {
        guard (range == nil) != (config == nil) else {
            throw ValidationError("Say what the model expects: either --range full|video or --config FILE.yaml.")
        }
    }

    /// The range that was asked for, or the one that the configuration names.
    func resolve() throws -> NV12Range {
        if let range { return range }
        guard let config else { preconditionFailure("validate() lets no other case through") }
        return try ExpectedRange.read(config)
    }
}
