import ArgumentParser
import ConversionPipeline
import Reporting
import Tuning

/// `explain`: where a build loses accuracy, and why.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show where a build loses accuracy, layer by layer, and name the causes.",
        discussion: """
            Compares the calibrated model with the float model on real images: for each layer the cumulative error \
            and its own, for the whole network the parts of chroma, weights and activations. The ten layers that cost \
            most are listed with a cause, the evidence, and the YAML line or edit that answers it.

            The result is kept in the work folder, with a chart (explanation.svg), and is shown again without \
            computing it as long as nothing has changed.

              repvit-convert explain m0_9
              repvit-convert explain m0_9 --images val --limit 50
            """)

    @Argument(help: "Name that was prepared and built.")
    var name: String

    @Option(help: ArgumentHelp("Parent folder of the work folders.", valueName: "folder"), completion: .directory)
    var work = "work"

    @Option(
        help: ArgumentHelp(
            "Folder of images, or a text file that lists them. (default: the calibration images)", valueName: "dir"))
    var images: String?

    @Option(help: ArgumentHelp("Use at most N images.", valueName: "n"))
    var limit = 100

    @Option(help: ArgumentHelp("Measure each layer's own error on at most N images.", valueName: "n"))
    var ownImages = 32

    @Flag(help: "Measure again.")
    var force = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be at least 1") }
        if ownImages < 1 { throw ValidationError("--own-images must be at least 1") }
    }

    func run() async throws {
        let watcher = PipelineWatcher()
        defer { watcher.finish() }
        var explanation = try ModelExplanation(name: name, work: work, events: watcher.events)
        explanation.images = images
        explanation.limit = limit
        explanation.force = force
        explanation.depth = ExplanationRun.Depth(own: ownImages, converse: max(1, ownImages / 4))
        let found = try await explanation.run()
        watcher.finish()
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(found))
        case .text: Terminal.output(found.text)
        }
    }
}
