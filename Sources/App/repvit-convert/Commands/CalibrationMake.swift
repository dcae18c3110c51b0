import ArgumentParser
import CalibrationData
import ConversionPipeline
import Diagnostics
import Imaging
import Reporting
import Support

/// `calibration make`
struct CalibrationMake: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Makes calibration data for hb_mapper out of pictures.",
        discussion: """
            Writes FOLDER/rgbchw_f32/*.rgbchw (for cal_data_dir), FOLDER/manifest.json and FOLDER/preview.png. The
            choice of pictures depends on their paths and the seed alone; broken files and copies are skipped with a
            warning and others taken in their place. An interrupted run is continued by the next one.

              repvit-convert calibration make --images photos --count 100 -o calibration/m0_9
              repvit-convert calibration make --images val --labels val.txt --balance --count 500 -o balanced
              repvit-convert calibration make --images photos --config model.yaml --count 100 -o calibration/model
              repvit-convert calibration make --images photos --layout nv12 --range full --row-alignment 16 -o board

            --labels takes ImageNet's ILSVRC2012_validation_ground_truth.txt, lines of a name and a class, or lines of
            index, wnid and name; without it the class is the folder that a picture lies in, or the wnid that its name
            starts with. A model with several inputs gets a folder for each: --featuremap NAME=FOLDER takes the file
            (.npy or raw float32) with a picture's name.
            """)

    @Option(help: ArgumentHelp("A folder of JPEG and PNG pictures, or a text file that lists them.", valueName: "path"))
    var images: String?

    @Option(help: ArgumentHelp("How many samples.", valueName: "n"))
    var count: Int = 100

    @Option(help: ArgumentHelp("Another seed chooses other pictures.", valueName: "n"))
    var seed: UInt64 = 0

    @Flag(help: "Let the classes take turns.")
    var balance = false

    @Option(help: ArgumentHelp("A file that says which class each picture shows, for --balance.", valueName: "file"))
    var labels: String?

    @Flag(help: "Keep samples that are the same as another.")
    var allowDuplicates = false

    @Option(help: ArgumentHelp("The name of the pictures' input, if the model has several.", valueName: "name"))
    var input: String?

    @Option(help: ArgumentHelp("An input that is no picture, and the folder of its data.", valueName: "name=folder"))
    var featuremap: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder to make.", valueName: "folder"))
    var output: String

    @OptionGroup var preset: PresetOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var report: OutputOptions

    func validate() throws {
        if images == nil, featuremap.isEmpty { throw ValidationError("Name pictures with --images.") }
        if labels != nil, !balance { throw ValidationError("--labels is for --balance.") }
        _ = try featureMaps()
    }

    func run() async throws {
        let bar = ProgressBar()
        let manifest = try await CalibrationSet.make(
            try request(), at: output,
            warn: { finding in
                bar.clear()
                Terminal.note(String(FindingRenderer(.text).render([finding]).dropLast()))
            },
            progress: bar.handler)
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
                throw ValidationError("--featuremap takes NAME=FOLDER, not '\(text)'.")
            }
            return FeatureMap(name: String(text[..<sign]), folder: String(text[text.index(after: sign)...]))
        }
    }

    private func summary(_ manifest: CalibrationManifest) -> String {
        let data = Path.join(output, manifest.dataFolder)
        guard let recipe = manifest.recipe else { return "\(manifest.count) samples: \(data)\n" }
        return """
            \(manifest.count) samples of \(manifest.size) x \(manifest.size) pixels, \(recipe.identifier): \(data)
            look at \(Path.join(output, CalibrationSet.previewName)), which is decoded back from them

            """
    }
}
