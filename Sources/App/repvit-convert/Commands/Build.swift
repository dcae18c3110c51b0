import ArgumentParser
import ConversionPipeline
import Diagnostics
import Reporting
import RepViT

struct Build: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compile a prepared variant, or any mapper YAML, to a .bin and say how fast and faithful it is.",
        discussion: """
            Runs the vendor's checker, makertbin, hb_perf, and the compiled model on the bit-exact simulator.
            Logs and report.json lie in the work folder. A step whose inputs have not changed is skipped.

              repvit-convert build m0_9
              repvit-convert build my_config.yaml
            """)

    @Argument(help: "A variant that `prepare` prepared, or the path of a mapper YAML.")
    var target: String

    @Option(help: ArgumentHelp("The folder of work folders.", valueName: "folder"))
    var work = "work"

    @Flag(help: "Run every step again.")
    var force = false

    @Flag(help: "Print every line that the vendor's tools print.")
    var verbose = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let watcher = PipelineWatcher()
        let pipeline = try makePipeline(watcher)
        let report = try await pipeline.run()
        for warning in report.warnings { Terminal.note("warning: \(warning)") }
        if report.trained == false { watcher.warnUntrained() }
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text: Terminal.output(text(report))
        }
        if report.verification.different > 0 { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private func makePipeline(_ watcher: PipelineWatcher) throws -> ConversionPipeline.Build {
        let showsLines = verbose
        let lines: @Sendable (String) -> Void = { if showsLines { watcher.print($0) } }
        if let variant = Variant(rawValue: target) {
            return try ConversionPipeline.Build(
                variant: variant, work: work, force: force, events: watcher.events, vendorLine: lines)
        }
        guard target.hasSuffix(".yaml") || target.hasSuffix(".yml") else {
            throw ValidationError("'\(target)' is neither a variant (\(Variant.names)) nor a YAML file.")
        }
        return try ConversionPipeline.Build(
            config: target, work: work, force: force, events: watcher.events, vendorLine: lines)
    }

    private func text(_ report: BuildReport) -> String {
        var table = Table(.left(report.variant), .right("this build"), .right("published, on the board"))
        table.append("latency of a run", "\(Figure.decimal(report.latencyUs, places: 1)) us", "")
        table.append(
            "frames per second", Figure.decimal(report.fps, places: 1),
            report.published.map { "\(Figure.decimal($0.fps, places: 2)) (\($0.threads) threads)" } ?? "")
        table.append("memory traffic per image", "\(Figure.decimal(Double(report.ddrBytes) / 1e6, places: 2)) MB", "")
        table.append("operators on the BPU", String(report.operators.bpu), "")
        table.append(
            "operators on the CPU",
            report.operators.cpu == 0
                ? "0" : "\(report.operators.cpu) (\(report.operators.onCpu.joined(separator: ", ")))", "")
        table.append(
            "output cosine", report.outputCosine.map { Figure.decimal($0, places: 6) } ?? "not given", "")
        table.append(
            "simulator = quantized model",
            "\(report.verification.logits - report.verification.different) of \(report.verification.logits) logits", "")
        table.append("hb_mapper took", "\(Figure.decimal(report.buildSeconds, places: 1)) s", "")
        return table.render() + """


            \(report.bin.path)
            SHA-256 \(report.bin.sha256)
            expects NV12 in \(report.nv12Range) range; latency and frames per second are hb_perf's estimate for one core

            """
    }
}
