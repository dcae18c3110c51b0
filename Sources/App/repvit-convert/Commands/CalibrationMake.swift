import ArgumentParser
import CalibrationData
import ConversionPipeline
import Imaging
import Reporting
import Support

/// `calibration make`
struct CalibrationMake: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Make calibration data for hb_mapper from images.",
        discussion: """
            Writes FOLDER/rgbchw_f32/*.rgbchw (for cal_data_dir), FOLDER/manifest.json and FOLDER/preview.png. The \
            selection depends only on the image paths and the seed. Broken files and duplicates are skipped with a \
            warning and replaced by other images. An interrupted run resumes.

              repvit-convert calibration make --images photos -o calibration
              repvit-convert calibration make --images val --labels val.txt \\
                --balance --count 500 -o balanced
              repvit-convert calibration make --images photos \\
                --config model.yaml -o calibration
              repvit-convert calibration make --images photos --layout nv12 \\
                --range full --row-alignment 16 -o board

            --labels accepts ImageNet's ILSVRC2012_validation_ground_truth.txt, lines of file name and class, or \
            lines of index, wnid and name. Without it, the class of an image is its folder, or the wnid at the start \
            of its name. For a model with several inputs, --featuremap NAME=FOLDER adds an input: each sample uses \
            the file (.npy or raw float32) that has the image's name.
            """)

    @Option(
        help: ArgumentHelp("Folder of JPEG and PNG images, or a text file that lists them.", valueName: "path"),
        completion: .file())
    var images: String?

    @Option(help: ArgumentHelp("Number of samples.", valueName: "n"))
    var count: Int = 100

    @Option(help: ArgumentHelp("Seed for the selection of images.", valueName: "n"))
    var seed: UInt64 = 0

    @Flag(help: "Balance classes (round-robin).")
    var balance = false

    @Option(
        help: ArgumentHelp("File with the class of each image, for --balance.", valueName: "file"),
        completion: .file())
    var labels: String?

    @Flag(help: "Keep duplicate samples.")
    var allowDuplicates = false

    @Option(help: ArgumentHelp("Name of the image input, if the model has several inputs.", valueName: "name"))
    var input: String?

    @Option(help: ArgumentHelp("Input that is not an image, and the folder of its data.", valueName: "name=folder"))
    var featuremap: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("Folder to create.", valueName: "folder"), completion: .directory)
    var output: String

    @OptionGroup var preset: PresetOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var report: OutputOptions

    func validate() throws {
        if images == nil, featuremap.isEmpty { throw ValidationError("missing images: add --images FOLDER") }
        if labels != nil, !balance { throw ValidationError("--labels requires --balance") }
        _ = try featureMaps()
    }

    func run() async throws {
        try OutputGuard.check(
            output, against: [images, labels, format.config, preset.file] + (try featureMaps().map(\.folder)))
        let bar = ProgressBar()
        let warnings = FindingPrinter(bar)
        defer { warnings.finish() }
        let manifest = try await CalibrationSet.make(
            try request(), at: output, warn: warnings.print, progress: bar.handler)
        switch report.format {
        case .json: Terminal.output(manifest.json())
        case .text: Terminal.output(summary(manifest))
        }
    }

    private func request() throws -> CalibrationSet.Request {
        var maps = try featureMaps()
        let target = try format.target(input: input)
        let content: CalibrationSet.Request.Content
        if let images {
            let recipe = Recipe(preset: try preset.resolve(), format: format.format(target))
            content = .pictures(
                ImageSource(path: images), recipe, size: preset.givenSize ?? target?.size ?? preset.size)
        } else {
            content = .featureMap(maps.removeFirst())
        }
        var request = CalibrationSet.Request(content, count: count, seed: seed, toolVersion: ToolVersion.current)
        request.inputName = input
        request.companions = maps
        request.allowsDuplicates = allowDuplicates
        request.nv12Range = format.range ?? target?.expectation.range
        if balance { request.balance = try labels.map { try ClassLabels(contentsOf: $0) } ?? .byPlace }
        return request
    }

    private func featureMaps() throws -> [FeatureMap] {
        try featuremap.map { text in
            guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
                throw ValidationError("invalid --featuremap '\(text)': expected NAME=FOLDER")
            }
            return FeatureMap(name: String(text[..<sign]), folder: String(text[text.index(after: sign)...]))
        }
    }

    private func summary(_ manifest: CalibrationManifest) -> String {
        let data = Path.join(output, manifest.dataFolder)
        guard let recipe = manifest.recipe, let size = manifest.imageSize else {
            return "\(manifest.count) samples: \(data)\n"
        }
        return """
            \(manifest.count) samples of \(size) pixels, \(recipe.identifier): \(data)
            preview, decoded from the samples: \(Path.join(output, CalibrationSet.previewName))

            """
    }
}
