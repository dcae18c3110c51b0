import ConversionPipeline
import Diagnostics
import Reporting

/// Shows on standard error how a pipeline goes: a line a stage, a bar in between, warnings as they come.
struct PipelineWatcher: Sendable {
    private let bar = ProgressBar()

    var events: PipelineEvents {
        PipelineEvents(
            stage: { name, outcome in
                bar.clear()
                guard let outcome else { return Terminal.note("\(name) ...") }
                Terminal.note(
                    outcome.cached
                        ? "\(name): stands, not done again"
                        : "\(name): done in \(Figure.decimal(outcome.seconds, places: outcome.seconds < 10 ? 2 : 0)) s")
            },
            progress: bar.handler,
            finding: { finding in
                bar.clear()
                Terminal.note(FindingRenderer(.text).render([finding]))
            })
    }

    /// Prints a line of somebody else's.
    func print(_ line: String) {
        bar.clear()
        Terminal.note(line)
    }

    func warnUntrained() {
        Terminal.note("warning: THE WEIGHTS ARE UNTRAINED: made from a seed, the model recognises nothing")
        Terminal.note("  fix: pass --weights hub, or --weights with a safetensors file of your own")
    }
}
