import ArgumentParser
import ConversionPipeline
import Downloads
import RepViT
import Reporting
import Support

/// `download`: a variant's published weights, or its published `.bin`.
struct Download: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Download a variant's published weights or compiled model.",
        discussion: """
            Without -o, files go to the user's cache, where --weights hub finds the weights. An interrupted download \
            resumes. HF_ENDPOINT names a mirror of the weights; HF_TOKEN is sent only to it.

            --bin downloads the vendor's compiled model for the RDK X5 (m0_9, m1_0, m1_1); --base-url names a mirror.

              repvit-convert download m0_9 -o weights
              repvit-convert download --all --bin -o model
            """)

    @Argument(help: "Variant of RepViT.")
    var variant: Variant?

    @Flag(help: "Download all variants that are published.")
    var all = false

    @Flag(help: "Download the compiled model instead of the weights.")
    var bin = false

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Folder for the files.", valueName: "folder"), completion: .directory)
    var output: String?

    @Option(help: "Training length of the weights.")
    var epochs = TrainingEpochs.epochs450

    @Option(help: "Branch, tag or commit of the repository of the weights.")
    var revision = "main"

    @Option(help: ArgumentHelp("Address of the folder with the compiled models.", valueName: "url"))
    var baseURL: String?

    @OptionGroup var outputOptions: OutputOptions

    func validate() throws {
        if all == (variant != nil) { throw ValidationError("pass a variant (\(Variant.names)) or --all") }
        if baseURL != nil, !bin {
            throw ValidationError("--base-url applies to --bin only; HF_ENDPOINT names a mirror")
        }
    }

    func run() async throws {
        let bar = ProgressBar()
        defer { bar.clear() }
        var files: [DownloadedFile] = []
        for variant in variant.map({ [$0] }) ?? (bin ? PublishedBin.variants : Variant.allCases) {
            let file = try await bin ? downloadBin(variant, bar) : downloadWeights(variant, bar)
            bar.clear()
            if !file.isFresh { Terminal.note("already downloaded") }
            if outputOptions.format == .text { Terminal.output("\(file.path)\n") }
            Terminal.note("SHA-256 \(file.sha256), \(Figure.grouped(file.bytes)) bytes")
            files.append(file)
        }
        if outputOptions.format == .json {
            Terminal.output(all ? try JSONReport.encode(files) : try JSONReport.encode(files[0]))
        }
    }

    private func downloadWeights(_ variant: Variant, _ bar: ProgressBar) async throws -> DownloadedFile {
        let weights = PublishedWeights(of: variant, epochs: epochs, revision: revision)
        let name = "\(Path.name(variant.hubRepository(epochs: epochs))).safetensors"
        return try await weights.download(to: output.map { Path.join($0, name) }, progress: bar.handler)
    }

    private func downloadBin(_ variant: Variant, _ bar: ProgressBar) async throws -> DownloadedFile {
        let published = try PublishedBin(of: variant)
        return try await published.download(
            to: output.map { Path.join($0, published.fileName) }, from: baseURL, progress: bar.handler)
    }
}
