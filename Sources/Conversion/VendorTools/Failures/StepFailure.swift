/// Why a step of a build failed.
package struct StepFailure: Sendable, Equatable {
    /// The step, as a person would say it: `building with hb_mapper`.
    package let step: String
    /// The vendor's reason, in one line.
    package let reason: String
    /// The catalog's answer, if it knows the failure.
    package let diagnosis: Diagnosis?
    /// The last lines of the log that say something.
    package let lastLines: [String]
    package let log: String

    private static let usefulLines = 6

    /// - Parameter lines: the last lines that the step printed.
    init(step: String, reason: String, lines: [String], log: String) {
        self.step = step
        self.reason = reason
        self.log = log
        let vendors = lines.filter { !Self.isSummary($0) }
        // A program that was killed or crashed prints nothing: only the script knows its exit status.
        diagnosis =
            ErrorCatalog.diagnosis(of: vendors)
            ?? ErrorCatalog.diagnosis(of: lines).map { Diagnosis(entry: $0.entry, line: reason) }
        lastLines = Self.useful(vendors)
    }

    var message: String {
        if let diagnosis {
            return "\(step) failed: \(diagnosis.title) (log: \(log))\n  its own words: \(diagnosis.line)"
        }
        let context = lastLines.count > 1 ? "\n  last lines of the log:" + lastLines.map { "\n    \($0)" }.joined() : ""
        return "\(step) failed: \(reason) (log: \(log))\(context)"
    }

    /// Whether a line is the script's own summary of the failure.
    private static func isSummary(_ line: String) -> Bool { line.hasPrefix("error: ") || line.hasPrefix("  fix: ") }

    /// The last lines that are neither empty nor progress; an exception without the stack that led to it.
    private static func useful(_ lines: [String]) -> [String] {
        let kept = lines.filter { line in
            let level = LogLine(line).level
            return level != "INFO" && level != "WARNING" && !line.hasPrefix("  File \"") && !line.hasPrefix("    ")
                && line.contains { !$0.isWhitespace }
        }
        return kept.suffix(usefulLines).map { String($0.prefix(300)) }
    }
}
