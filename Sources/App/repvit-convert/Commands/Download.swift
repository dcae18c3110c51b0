import ArgumentParser
import Downloads
import Reporting
import RepViT
import Support

/// `download`: a variant's published weights.
struct Download: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Downloads a variant's trained weights from the model hub.",
        discussion: """
            Without -o they go to the user's cache, where `--weights hub` finds them. A download that breaks off is
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
        let repository = variant.hubRepository(epochs: epochs)
        let hub = try HubClient()
        let bar = ProgressBar()
        defer { bar.clear() }
        let file: DownloadedFile
        if let output {
            let path = Path.join(output, "\(Path.name(repository)).safetensors")
            file = try await hub.download(
                HubFiles.weights, of: repository, revision: revision, to: path, progress: bar.handler)
        } else {
            file = try await hub.downloadToCache(
                HubFiles.weights, of: repository, revision: revision, progress: bar.handler)
        }
        bar.clear()
        if !file.isFresh { Terminal.note("it is there already; nothing was downloaded") }
        switch outputOptions.format {
        case .json: Terminal.output(try JSONReport.encode(file))
        case .text: Terminal.output("\(file.path)\n")
        }
        Terminal.note("SHA-256 \(file.sha256), \(Figure.grouped(file.bytes)) bytes")
    }
}
