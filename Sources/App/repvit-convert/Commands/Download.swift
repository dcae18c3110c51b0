import ArgumentParser
import Downloads
import ConversionPipeline
import Support
import RepViT
import Reporting

/// `download`: a variant's published weights.
struct Download: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Download a variant's trained weights from the model hub.",
        discussion: """
            Without -o they go to the user's cache, where `--weights hub` finds them. An interrupted download is \
            resumed by the next run. HF_ENDPOINT names a mirror; HF_TOKEN is sent to it alone.

            Example:

              repvit-convert download m0_9 -o weights
            """)

    @Argument(help: "The variant: \(Variant.names).")
    var variant: Variant

    @Option(name: [.short, .customLong("output")], help: "The folder to put the file in.")
    var output: String?

    @Option(help: "How long the weights were trained: 300e or 450e.")
    var epochs = TrainingEpochs.epochs450

    @Option(help: "A branch, tag or commit of the repository.")
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
