import ArgumentParser
import ConversionPipeline
import Diagnostics
import MapperYAML
import Reporting
import RepViT
import Support

/// `build`: the vendor's tools from a mapper YAML to a verified `.bin`.
struct Build: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compile a prepared model, or any mapper YAML, to a .bin and report on it.",
        discussion: """
            Runs hb_mapper checker, hb_mapper makertbin and hb_perf, and compares the compiled model with the \
            quantized one on the bit-exact simulator. Logs and report.json are in the work folder. Steps whose \
            inputs have not changed are skipped.

              repvit-convert build m0_9
              repvit-convert build my_config.yaml
            """)

    @Argument(help: "Variant or --name that was prepared, or path of a mapper YAML.", completion: .yaml)
    var target: String

    @Option(help: ArgumentHelp("Parent folder of the work folders.", valueName: "folder"), completion: .directory)
    var work = "work"

    @Flag(help: "Run every step again.")
    var force = false

    @Flag(help: "Print the output of the vendor's tools.")
    var verbose = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard Variant(rawValue: target) == nil, !isConfig, !isPrepared else { return }
        let prepared = ((try? Folder.names(in: work)) ?? []).filter(ArtifactNames.isValid)
        let meant = NearestName.find(target, in: Variant.allCases.map(\.rawValue) + prepared)
        throw ValidationError(
            "unknown target '\(target)': expected a variant (\(Variant.names)), a name that was prepared, or a YAML file"
                + (meant.map { "; did you mean '\($0)'?" } ?? ""))
    }

    /// Whether `prepare --name` made a work folder of this name.
    private var isPrepared: Bool {
        ArtifactNames.isValid(target) && Folder.exists(WorkFolder(work: work, name: target).path)
    }

    private var isConfig: Bool { target.hasSuffix(".yaml") || target.hasSuffix(".yml") }

    func run() async throws {
        let watcher = PipelineWatcher()
        defer { watcher.finish() }
        let pipeline = try makePipeline(watcher)
        let report = try await pipeline.run()
        for warning in report.warnings { Terminal.note("warning: \(warning)") }
        if report.trained == false { watcher.warnUntrained() }
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text: Terminal.output(report.text)
        }
        if report.verification.different > 0 { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private func makePipeline(_ watcher: PipelineWatcher) throws -> ConversionPipeline.Build {
        let showsLines = verbose
        let lines: @Sendable (String) -> Void = { if showsLines { watcher.print($0) } }
        guard isConfig else {
            return try ConversionPipeline.Build(
                name: target, work: work, force: force, events: watcher.events, vendorLine: lines)
        }
        return try ConversionPipeline.Build(
            config: target, work: work, force: force, events: watcher.events, vendorLine: lines)
    }
}
