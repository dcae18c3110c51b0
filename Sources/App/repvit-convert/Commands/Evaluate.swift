import ArgumentParser
import ConversionPipeline
import Diagnostics
import Evaluation
import Imaging
import Reporting

/// `evaluate`: how accurate a model is, float and quantized.
struct Evaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the accuracy of a float, quantized and compiled model side by side.",
        discussion: """
            NAME is what was prepared and built under --work; MODEL is a .onnx or .bin file. The quantized engine \
            computes the integers of the board natively, bit for bit; vendor is the vendor's own runtime, and bin its \
            simulator, at about half a second per image and core. Every engine is compared with the float model on the \
            same images.

            Labels: a file as ImageNet's labels.tsv (index, wnid, name; the images are named wnid_...), a class number \
            per line as in ImageNet's ground truth list, or an image and its class per line (CSV). Without --labels, \
            images in a folder for each class are labeled by their folders; for other images only distances and \
            agreement are reported.

            An interrupted evaluation is continued by the same command. Images that cannot be read are reported and \
            skipped; the exit code is then 2.

              repvit-convert evaluate m0_9 --images val --labels val.txt
              repvit-convert evaluate m0_9 --engine all --images val --labels labels.tsv --limit 500
              repvit-convert evaluate repvit_m0_9.onnx --images photos --view corner
            """)

    @Argument(
        help: ArgumentHelp("Name that was prepared, or a model file.", valueName: "model|name"),
        completion: .file(extensions: ["bin", "onnx"]))
    var target: String

    @Option(help: ArgumentHelp("Folder of images, or a text file that lists them.", valueName: "dir"))
    var images: String

    @Option(help: ArgumentHelp("File with the class of each image.", valueName: "file"), completion: .file())
    var labels: String?

    @Option(
        name: .customLong("engine"),
        help: "Engine to run; may be repeated. all is float, quantized and bin. (default: float and quantized)")
    var engines: [EngineOption] = []

    @Option(help: ArgumentHelp("Parent folder of the work folders.", valueName: "folder"), completion: .directory)
    var work = "work"

    @Option(
        help: ArgumentHelp("Float model to compare a .bin or quantized model with.", valueName: "file"),
        completion: .onnx)
    var float: String?

    @OptionGroup var network: NetworkOptions

    @Option(help: "Part of each image to show the model.")
    var view = View.center

    @Option(help: ArgumentHelp("Use at most N images, chosen class by class.", valueName: "n"))
    var limit: Int?

    @Option(help: ArgumentHelp("Seed of the choice of images.", valueName: "n"))
    var seed: UInt64 = 0

    @Option(
        name: .customLong("input"),
        help: ArgumentHelp(
            "Folder with the values of an input that is not an image; may be repeated.", valueName: "name=folder"))
    var inputs: [InputOption] = []

    @Option(
        name: .customLong("min-top1"),
        help: ArgumentHelp("Exit with 1 if the Top-1 of an engine is below this (0 to 1).", valueName: "x"))
    var leastTop1: Double?

    @Option(help: ArgumentHelp("Exit with 1 if an engine loses more Top-1 than this (0 to 1).", valueName: "x"))
    var maxDrop: Double?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
        for (name, value) in [("--min-top1", leastTop1), ("--max-drop", maxDrop)] {
            if let value, !(0...1).contains(value) {
                throw ValidationError("\(name) must be a fraction between 0 and 1")
            }
        }
    }

    func run() async throws {
        let watcher = PipelineWatcher()
        defer { watcher.finish() }
        let model = try EvaluatedModel(target, work: work, float: float, input: try network.request())
        var request = EvaluationRequest(model: model, images: images)
        request.engines = Set(engines.flatMap(\.kinds))
        request.labels = labels
        request.view = view
        request.limit = limit
        request.seed = seed
        request.maps = inputs.map(\.map)
        let report = try await ModelEvaluation(request, events: watcher.events).run()
        watcher.finish()
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text:
            Terminal.output(report.text)
            if model.isPrepared, engines.contains(.all) {
                Terminal.output("\n" + (try PublishedComparison(model, report).text))
            }
            if let expected = model.expectedSpeed { Terminal.output("\n" + expected + "\n") }
        }
        try finish(report)
    }

    /// - Throws: the exit code for a missed threshold, or for skipped images.
    private func finish(_ report: AccuracyReport) throws {
        let thresholds = AccuracyThresholds(leastTop1: leastTop1, maxDrop: maxDrop)
        let misses = try thresholds.misses(in: report)
        for miss in misses { Terminal.note("error: \(miss)") }
        if !misses.isEmpty { throw ExitCode(ExitStatus.findings.rawValue) }
        if report.skipped > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
    }
}

extension View: ExpressibleByArgument {}
