import ArgumentParser
import ConversionPipeline
import Diagnostics
import InputContract
import MapperYAML
import Reporting
import RepViT

struct Prepare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a verified ONNX model, calibration data and a mapper YAML for a variant.",
        discussion: """
            Everything lies in WORK/VARIANT/. A stage whose inputs have not changed is skipped.

              repvit-convert prepare m0_9 --images photos/          # timm's published weights
              repvit-convert prepare m1_1 --weights mine.safetensors --images photos/ --count 200
              repvit-convert prepare m0_9 --demo                    # offline: seeded weights, made-up images
              repvit-convert prepare m0_9 --model mine.onnx --images photos/
              repvit-convert prepare --model other.onnx --name mobilenet --images photos/

            Then: repvit-convert build m0_9
            """)

    @Argument(help: "m0_9, m1_0, m1_1, m1_5 or m2_3.")
    var variant: Variant?

    @Option(help: "A safetensors file with timm's names, 'hub' for the published ones, or 'seeded' (untrained).")
    var weights: PreparationOptions.Weights?

    @Option(
        help: ArgumentHelp(
            "An ONNX model of your own instead of an export, as any exporter writes it: it is simplified, and compared.",
            valueName: "file.onnx"))
    var model: String?

    @Option(help: "What to call a model that is no variant of RepViT: letters, digits, '_' and '-'.")
    var name: String?

    @Option(help: ArgumentHelp("The folder of images to calibrate with.", valueName: "folder"))
    var images: String?

    @Option(help: "How many images to calibrate with. (default: 100, with --demo 32)")
    var count: Int?

    @Option(help: "For the choice of images, and for seeded weights.")
    var seed: UInt64 = 0

    @Option(help: "What the compiled model is for.")
    var profile: Profile = .latency

    @Option(help: "The range of the NV12 that the board will feed: BT.601 full, or video as OpenCV makes it.")
    var range: NV12Range = .full

    @Option(help: "The side of the square input in pixels.")
    var inputSize = Preprocessing.defaultInputSize

    @Option(help: "Classes of seeded weights; trained ones say it themselves.")
    var numClasses = 1000

    @Option(help: ArgumentHelp("The folder of work folders.", valueName: "folder"))
    var work = "work"

    @Flag(help: "Work offline: seeded weights, and images made by this program.")
    var demo = false

    @Flag(help: "Run every stage again.")
    var force = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (variant == nil) != (name == nil) else {
            throw ValidationError("Name a variant (\(Variant.names)), or a model of your own with --model and --name.")
        }
        guard name == nil || model != nil else { throw ValidationError("--name goes with --model.") }
        guard name.map(Self.isName) ?? true else {
            throw ValidationError("--name takes letters, digits, '_' and '-'.")
        }
        guard demo || images != nil else {
            throw ValidationError("Name the images to calibrate with: --images FOLDER, or --demo for made-up ones.")
        }
        guard count.map({ (1...100_000).contains($0) }) ?? true else {
            throw ValidationError("--count must be 1 to 100000.")
        }
        guard model == nil || weights == nil else {
            throw ValidationError("--model and --weights exclude each other.")
        }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: true
                default: false
                }
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
        options.range = range
        options.inputSize = inputSize
        options.classes = numClasses
        options.force = force

        let watcher = PipelineWatcher()
        let report = try await Preparation(options, events: watcher.events).run()
        if report.model.trained == false { watcher.warnUntrained() }
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text: Terminal.output(text(report))
        }
    }

    private func text(_ report: PreparationReport) -> String {
        var table = Table(.left("what"), .left("where"), .left("facts"))
        table.append(
            "model", report.model.path,
            "\(Figure.grouped(report.model.parameters)) parameters, from \(report.model.weights)")
        table.append(
            "calibration data", report.calibration.path,
            "\(report.calibration.count) images, preset \(report.calibration.preset)")
        table.append(
            "mapper YAML", report.config.path,
            "profile \(report.config.profile), NV12 in \(report.config.nv12Range) range")
        let workOption = work == "work" ? "" : " --work \(work)"
        let target = variant?.rawValue ?? report.config.path
        return table.render() + "\n\nNext: repvit-convert build \(target)\(workOption)\n"
    }
}
