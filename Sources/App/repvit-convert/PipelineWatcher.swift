import ConversionPipeline
import Diagnostics
import Reporting

/// Shows the progress of a pipeline on standard error: a line for each stage, a bar meanwhile, warnings as they occur.
struct PipelineWatcher: Sendable {
    private let bar = ProgressBar()
    private let findings: FindingPrinter

    init() {
        findings = FindingPrinter(bar)
    }

    var events: PipelineEvents {
        PipelineEvents(
            stage: { name, outcome in
                bar.clear()
                guard let outcome else { return Terminal.note("\(name) ...") }
                let seconds = Figure.decimal(outcome.seconds, places: outcome.seconds < 10 ? 2 : 0)
                Terminal.note(outcome.cached ? "\(name): up to date" : "\(name): done in \(seconds) s")
            },
            progress: bar.handler,
            finding: findings.print)
    }

    /// Prints a line of one of the vendor's tools.
    func print(_ line: String) {
        bar.clear()
        Terminal.note(line)
    }

    /// Tells how many repeated warnings were left out.
    func finish() {
        bar.clear()
        findings.finish()
    }

    func warnUntrained() {
        Terminal.note("warning: THE WEIGHTS ARE UNTRAINED: generated from a seed, the model recognizes nothing")
        Terminal.note("  fix: pass --weights hub, or --weights FILE.safetensors")
    }
}
