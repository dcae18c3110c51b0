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
            inputs have not changed are skipped: \(ConversionPipeline.Build.steps.joined(separator: ", ")).

              repvit-convert build m0_9
              repvit-convert build my_config.yaml
            """)

    @Argument(help: "Variant or --name that was prepared, or path of a mapper YAML.", completion: .yaml)
    var target: String

    @Option(help: ArgumentHelp("Parent folder of the work folders.", valueName: "folder"), completion: .directory)
    var work = "work"

    @Flag(help: "Run every step again.")
    var force = false

    @Option(help: ArgumentHelp("Run this step and the later ones again.", valueName: "step"))
    var from: String?

    @Option(help: ArgumentHelp("Run this step alone again.", valueName: "step"))
    var only: String?

    @Option(help: ArgumentHelp("Time limit of a step; 0 turns it off.", valueName: "seconds"))
    var timeout = 7200

    @Flag(help: "Print the output of the vendor's tools.")
    var verbose = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        for step in [from, only].compactMap(\.self) where !ConversionPipeline.Build.steps.contains(step) {
            throw ValidationError(
                "unknown step '\(step)': expected \(ConversionPipeline.Build.steps.joined(separator: ", "))")
        }
        guard [from != nil, only != nil, force].filter(\.self).count <= 1 else {
            throw ValidationError("--from, --only and --force are mutually exclusive")
        }
        guard (0...1_000_000).contains(timeout) else {
            throw ValidationError("--timeout must be between 0 and 1000000 seconds")
        }
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
        guard let report = try await pipeline.run() else {
            Terminal.note("no report: steps are not up to date; `repvit-convert build \(target)` runs them")
            return
        }
        for warning in report.warnings { Terminal.note("warning: \(warning)") }
        if report.trained == false { watcher.warnUntrained() }
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text: Terminal.output(report.text)
        }
        if report.verification.different > 0 { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private var selection: StageSelection {
        if let from { return .from(from) }
        if let only { return .only(only) }
        return force ? .all : .outdated
    }

    private var limit: Duration? { timeout == 0 ? nil : .seconds(timeout) }

    private func makePipeline(_ watcher: PipelineWatcher) throws -> ConversionPipeline.Build {
        let showsLines = verbose
        let lines: @Sendable (String) -> Void = { if showsLines { watcher.print($0) } }
        guard isConfig else {
            return try ConversionPipeline.Build(
                name: target, work: work, selection: selection, limit: limit, events: watcher.events, vendorLine: lines)
        }
        return try ConversionPipeline.Build(
            config: target, work: work, selection: selection, limit: limit, events: watcher.events, vendorLine: lines)
    }
}
