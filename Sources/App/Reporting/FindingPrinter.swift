package import Diagnostics
internal import Synchronization

/// Prints findings on standard error as they occur, at most ``limit`` of each rule: a folder with thousands of broken
/// images is one problem.
package final class FindingPrinter: Sendable {
    /// How many findings of one rule are printed.
    package static let limit = 20

    private let bar: ProgressBar?
    private let counts = Mutex<[String: Int]>([:])

    /// - Parameter bar: taken off the screen before a finding is printed.
    package init(_ bar: ProgressBar? = nil) {
        self.bar = bar
    }

    /// Prints a finding, unless there were too many like it.
    @Sendable
    package func print(_ finding: Finding) {
        let count = counts.withLock { counts in
            counts[finding.rule, default: 0] += 1
            return counts[finding.rule, default: 0]
        }
        guard count <= Self.limit else { return }
        bar?.hide()
        Terminal.note(String(FindingRenderer(.text).render([finding]).dropLast()))
    }

    /// Says how many findings of each rule were left out.
    package func finish() {
        for (rule, count) in counts.withLock(\.self).sorted(by: { $0.key < $1.key }) where count > Self.limit {
            bar?.clear()
            Terminal.note("... and \(Figure.grouped(count - Self.limit)) more like this [\(rule)]")
        }
    }
}
