import ArgumentParser
import CalibrationData
import ConversionPipeline
import Diagnostics
import Imaging
import InputContract
import MapperYAML
import Reporting
import RepViT

/// `prepare`: from weights and images to everything that a build needs.
struct Prepare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a verified ONNX model, calibration data and a mapper YAML.",
        discussion: """
            Writes everything to WORK/VARIANT/. Stages whose inputs have not changed are skipped. Weights are \
            downloaded from timm's repositories unless --weights, --model or --demo is given.

              repvit-convert prepare m0_9 --images photos/
              repvit-convert prepare m1_1 --weights mine.safetensors --images photos/
              repvit-convert prepare m0_9 --demo
              repvit-convert prepare m0_9 --model mine.onnx --images photos/
              repvit-convert prepare --model other.onnx --name mobilenet \\
                --pretrained-config config.json --images photos/

            Another network is assumed to be trained with timm's defaults (ImageNet's mean and standard deviation, \
            bicubic, crop 0.875, the model's own input size); what is assumed is printed.

            Then run: repvit-convert build m0_9
            """)

    @Argument(help: "Variant of RepViT; omit it with --name.")
    var variant: Variant?

    @Option(
        help: ArgumentHelp(
            "Weights: a safetensors file with timm's names, hub (published), or seeded (untrained).",
            valueName: "file|hub|seeded"),
        completion: .safetensors)
    var weights: PreparationOptions.Weights?

    @Option(
        help: ArgumentHelp("Simplify this ONNX model instead of exporting one.", valueName: "file.onnx"),
        completion: .onnx)
    var model: String?

    @Option(help: "Name for a model that is not a RepViT variant: letters, digits, '_' and '-'.")
    var name: String?

    @Option(
        help: ArgumentHelp("Folder of images for calibration, or a text file that lists them.", valueName: "path"),
        completion: .file())
    var images: String?

    @Option(help: ArgumentHelp("Number of calibration images. (default: 100, with --demo 32)", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("Seed for the selection of images and for seeded weights.", valueName: "n"))
    var seed: UInt64 = 0

    @Option(help: "What to optimize the compiled model for.")
    var profile: Profile = .latency

    @Option(
        help: ArgumentHelp(
            "Preprocessing: \(Preset.all.map(\.identifier).joined(separator: ", ")), or a YAML file. (default: timm)",
            valueName: "name|file"),
        completion: .presets)
    var preset: String?

    @Option(
        help: ArgumentHelp(
            "timm's crop_pct: the fraction that the center crop keeps. (default: 0.95 for RepViT, else 0.875)",
            valueName: "f"))
    var crop: Double?

    @OptionGroup var input: InputOptions

    @Option(help: ArgumentHelp("Number of classes of seeded weights; checked for other weights.", valueName: "n"))
    var numClasses: Int?

    @Option(help: ArgumentHelp("Parent folder of the work folders.", valueName: "folder"), completion: .directory)
    var work = "work"

    @Flag(help: "Work offline, with seeded weights and synthetic images.")
    var demo = false

    @Flag(help: "Run every stage again.")
    var force = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (variant == nil) != (name == nil) else {
            throw ValidationError("specify a variant (\(Variant.names)), or another model with --model and --name")
        }
        guard name == nil || model != nil else { throw ValidationError("--name requires --model FILE.onnx") }
        if let name {
            guard ArtifactNames.isValid(name) else {
                throw ValidationError("invalid --name '\(name)': use letters, digits, '_' and '-'")
            }
            guard Variant(rawValue: name.lowercased()) == nil else {
                throw ValidationError(
                    "invalid --name '\(name)': that is a RepViT variant; for its network, use "
                        + "'prepare \(name.lowercased()) --model FILE.onnx'")
            }
        }
        guard demo || images != nil else {
            throw ValidationError("missing images: add --images FOLDER, or --demo for synthetic images")
        }
        guard count.map({ (1...100_000).contains($0) }) ?? true else {
            throw ValidationError("--count must be between 1 and 100000")
        }
        guard model == nil || weights == nil else {
            throw ValidationError("--model and --weights are mutually exclusive")
        }
        guard model == nil || numClasses == nil else {
            throw ValidationError("--num-classes does not apply to --model: the model has its classes")
        }
    }

    private var options: PreparationOptions {
        if let model, let name { return PreparationOptions(model: model, name: name, images: images, work: work) }
        var options = PreparationOptions(
            variant: variant ?? .m0_9, weights: weights ?? (demo ? .seeded : .hub), images: images, work: work)
        options.model = model
        return options
    }

    func run() async throws {
        var options = self.options
        options.count = count ?? (images == nil ? 32 : 100)
        options.seed = seed
        options.profile = profile
        options.input = try input.request()
        options.input.preset = try preset.map { try Preset(nameOrPath: $0) }
        options.input.cropFraction = crop
        options.classes = numClasses
        options.force = force

        let watcher = PipelineWatcher()
        defer { watcher.finish() }
        let report = try await Preparation(options, events: watcher.events).run()
        if report.model.trained == false { watcher.warnUntrained() }
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text: Terminal.output(text(report))
        }
    }

    private func text(_ report: PreparationReport) -> String {
        let edited = report.config.edited == true ? "edited by hand, " : ""
        let crop = report.input.preset.cropFraction.map { ", crop \($0)" } ?? ""
        var table = Table(.left("result"), .left("path"), .left("details"))
        table.append(
            "model", report.model.path,
            "\(Figure.grouped(report.model.parameters)) parameters, from \(report.model.weights)")
        table.append(
            "calibration data", report.calibration.path,
            "\(report.calibration.count) images of \(report.input.size), preset \(report.calibration.preset)\(crop)")
        table.append(
            "mapper YAML", report.config.path,
            "\(edited)profile \(report.config.profile), NV12 in \(report.config.nv12Range) range")
        let workOption = work == "work" ? "" : " --work \(work)"
        return table.render() + "\n\nNext: repvit-convert build \(report.variant)\(workOption)\n"
    }
}
