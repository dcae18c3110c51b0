import Diagnostics
import Testing
@testable import Reporting

@Suite("Progress bar")
struct ProgressBarTests {
    @Test("Work of unknown length shows no bare number before it has begun")
    func unknownLength() {
        let waiting = Progress("waiting for another installation", completed: 0, total: nil)
        #expect(ProgressBar.line(for: waiting, elapsed: .seconds(1), width: 80) == "waiting for another installation")
        let running = Progress("reading", completed: 12, total: nil)
        #expect(ProgressBar.line(for: running, elapsed: .seconds(2), width: 80) == "reading  12  6/s")
    }

    @Test("A bar fits the terminal", arguments: [40, 60, 80, 120])
    func width(width: Int) {
        let progress = Progress("calibrating", completed: 50, total: 100)
        let line = ProgressBar.line(for: progress, elapsed: .seconds(5), width: width)
        #expect(line.count < width && line.hasPrefix("calibrating  ["))
    }
}
