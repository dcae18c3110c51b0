internal import Diagnostics
internal import Synchronization

/// Turns the lines of a step into ``Progress``.
///
/// `makertbin` says when it begins each phase, counts calibration batches with a tqdm bar
/// (`calibration in progress:  33%|...| 1/3 [...]`), and hbdk-cc draws `[==-   ]  42%`.
final class StepProgress: Sendable {
    private let phase = Mutex<Phase>(Phase())
    private let report: Progress.Handler

    private struct Phase {
        var label: String
        var completed = 0
        var total: Int?
        var passes = 0

        init(label: String = "", total: Int? = nil) {
            self.label = label
            self.total = total
        }
    }

    init(step: MapperStep, report: @escaping Progress.Handler) {
        self.report = report
        phase.withLock { $0.label = step.label }
        report(Progress(step.label, completed: 0, total: nil))
    }

    func update(with line: String) {
        let progress = phase.withLock { phase in Self.advance(&phase, line) }
        if let progress { report(progress) }
    }

    /// Fills the bar of the last phase.
    func finish() {
        let progress = phase.withLock { Progress($0.label, completed: $0.total ?? 1, total: $0.total ?? 1) }
        report(progress)
    }

    private static func advance(_ phase: inout Phase, _ line: String) -> Progress? {
        if let next = MakertbinPhase.beginning(in: line) {
            phase = Phase(label: next.label)
            return Progress(phase.label, completed: 0, total: nil)
        }
        if line.contains("Calibration using batch") {
            // The `default` type calibrates several times over; the bars would look the same.
            phase.passes += 1
            phase.label = phase.passes > 1 ? "calibrating (pass \(phase.passes))" : "calibrating"
            return nil
        }
        if line.hasPrefix("calibration in progress:"), let (completed, total) = tqdmCount(line) {
            (phase.completed, phase.total) = (completed, total)
            return Progress(phase.label, completed: completed, total: total)
        }
        if let percent = compilerPercent(line), phase.label == MakertbinPhase.compile.label {
            (phase.completed, phase.total) = (percent, 100)
            return Progress(phase.label, completed: percent, total: 100)
        }
        return nil
    }

    /// `1/3` of a tqdm bar.
    static func tqdmCount(_ line: String) -> (completed: Int, total: Int)? {
        guard let bar = line.lastIndex(of: "|") else { return nil }
        let words = line[line.index(after: bar)...].split(separator: " ", maxSplits: 1)
        guard let parts = words.first?.split(separator: "/"), parts.count == 2,
            let completed = Int(parts[0]), let total = Int(parts[1]), total > 0, completed >= 0
        else { return nil }
        return (min(completed, total), total)
    }

    /// `42` of `[==-   ]  42%`.
    static func compilerPercent(_ line: String) -> Int? {
        guard line.hasPrefix("["), line.hasSuffix("%"), let bracket = line.lastIndex(of: "]") else { return nil }
        let digits = line[line.index(after: bracket)...].dropLast().drop { $0 == " " }
        guard let percent = Int(digits), (0...100).contains(percent) else { return nil }
        return percent
    }
}
