import ArgumentParser
import Downloads
import Reporting
import RepViT
import Support

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
        if !file.isFresh { Terminal.note("already downloaded") }
        switch outputOptions.format {
        case .json: Terminal.output(try JSONReport.encode(file))
        case .text: Terminal.output("\(file.path)\n")
        }
        Terminal.note("SHA-256 \(file.sha256), \(Figure.grouped(file.bytes)) bytes")
    }
}
