import ConversionPipeline
import ArgumentParser
import CalibrationData
import Diagnostics
import FileSupport
import Reporting

/// `calibration make`
struct CalibrationMake: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Makes float32 tensors for hb_mapper out of pictures.",
        discussion: """
            Writes FOLDER/rgbchw_f32/*.rgbchw (for cal_data_dir), FOLDER/manifest.json and FOLDER/preview.png. The
            choice of pictures depends on their paths and the seed alone; broken files and copies are skipped with a
            warning and others taken in their place.

              repvit-convert calibration make --images photos --count 100 -o calibration/m0_9
            """)

    @Option(help: ArgumentHelp("A folder of JPEG and PNG pictures, or a text file that lists them.", valueName: "path"))
    var images: String

    @Option(help: ArgumentHelp("How many pictures.", valueName: "n"))
    var count: Int = 100

    @Option(help: ArgumentHelp("Another seed chooses other pictures.", valueName: "n"))
    var seed: UInt64 = 0

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder to make.", valueName: "folder"))
    var output: String

    @OptionGroup var preset: PresetOptions
    @OptionGroup var report: OutputOptions

    func run() async throws {
        let bar = ProgressBar()
        let manifest = try await CalibrationSet.make(
            CalibrationSet.Request(
                images: ImageSource(path: images), preset: preset.preset, size: preset.size, count: count, seed: seed,
                toolVersion: ToolVersion.current),
            at: output,
            warn: { finding in
                bar.clear()
                Terminal.note(finding.line)
            },
            progress: bar.handler)
        switch report.format {
        case .json:
            Terminal.output(manifest.json())
        case .text:
            let data = Path.join(output, manifest.dataFolder)
            Terminal.output(
                """
                \(manifest.count) tensors [3, \(manifest.size), \(manifest.size)] float32 of preset \
                \(manifest.preset.identifier): \(data)
                look at \(Path.join(output, CalibrationSet.previewName)), which is decoded back from them

                """)
        }
    }
}

extension Finding {
    /// One line for the terminal.
    fileprivate var line: String {
        let place = location.map { "\($0): " } ?? ""
        return "\(place)\(severity.rawValue): \(message) [\(rule)]"
    }
}
