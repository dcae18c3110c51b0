import ArgumentParser
import Downloads
import ConversionPipeline
import Support
import RepViT
import Reporting

/// `download`: a variant's published weights.
struct Download: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Download a variant's published weights.",
        discussion: """
            Without -o, the weights go to the user's cache, where --weights hub finds them. An interrupted download \
            resumes. HF_ENDPOINT names a mirror; HF_TOKEN is sent only to it.

              repvit-convert download m0_9 -o weights
            """)

    @Argument(help: "Variant of RepViT.")
    var variant: Variant

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Folder for the file.", valueName: "folder"), completion: .directory)
    var output: String?

    @Option(help: "Training length of the weights.")
    var epochs = TrainingEpochs.epochs450

    @Option(help: "Branch, tag or commit of the repository.")
    var revision = "main"

    @OptionGroup var outputOptions: OutputOptions

    func run() async throws {
        let weights = PublishedWeights(of: variant, epochs: epochs, revision: revision)
        let path = output.map {
            Path.join($0, "\(Path.name(variant.hubRepository(epochs: epochs))).safetensors")
        }
        let bar = ProgressBar()
        defer { bar.clear() }
        let file = try await weights.download(to: path, progress: bar.handler)
        bar.clear()
        if !file.isFresh { Terminal.note("already downloaded") }
        switch outputOptions.format {
        case .json: Terminal.output(try JSONReport.encode(file))
        case .text: Terminal.output("\(file.path)\n")
        }
        Terminal.note("SHA-256 \(file.sha256), \(Figure.grouped(file.bytes)) bytes")
    }
}
