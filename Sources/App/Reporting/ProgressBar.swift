package import Diagnostics
internal import Synchronization

/// Draws ``Progress`` on standard error: a bar with rate and time left on a terminal; elsewhere a plain line
/// at the start and at the end of each piece of work.
package final class ProgressBar: Sendable {
    private struct State {
        var label = ""
        var start = ContinuousClock.now
        var lastDrawing = ContinuousClock.now - .seconds(1)
        var isDrawn = false
        /// Whether the line of the finished work is written.
        var isFinished = false
    }

    private let state = Mutex(State())

    package init() {}

    /// A handler that draws on this bar.
    package var handler: Progress.Handler {
        { [self] in update($0) }
    }

    /// Draws, at most ten times a second.
    package func update(_ progress: Progress) {
        state.withLock { state in
            let now = ContinuousClock.now
            if state.label != progress.label {
                state.label = progress.label
                state.start = now
                state.isFinished = false
                state.lastDrawing = now - .seconds(1)
                if !Terminal.isInteractive { Terminal.note("\(progress.label) ...") }
            }
            let isLast = progress.completed == progress.total
            guard Terminal.isInteractive, isLast ? !state.isFinished : now - state.lastDrawing >= .milliseconds(100)
            else { return }
            state.lastDrawing = now
            state.isFinished = isLast
            state.isDrawn = !isLast
            let line = Self.line(for: progress, elapsed: now - state.start, width: Terminal.width)
            Terminal.write("\r\u{1B}[2K" + line + (isLast ? "\n" : ""), to: 2)
        }
    }

    /// Clears an unfinished bar from the screen before something else is printed; the next ``update(_:)`` goes on with it.
    package func hide() {
        state.withLock { state in
            if state.isDrawn { Terminal.write("\r\u{1B}[2K", to: 2) }
            state.isDrawn = false
            state.lastDrawing = ContinuousClock.now - .seconds(1)
        }
    }

    /// Clears an unfinished bar from the screen for good.
    package func clear() {
        state.withLock { state in
            if state.isDrawn { Terminal.write("\r\u{1B}[2K", to: 2) }
            state = State()
        }
    }

    /// `label  [=====>    ]  40 %  120/300  35/s  5 s left`
    static func line(for progress: Progress, elapsed: Duration, width: Int) -> String {
        let seconds = elapsed / .seconds(1)
        let rate = seconds > 0.2 ? Double(progress.completed) / seconds : 0
        var parts: [String] = []
        if let total = progress.total, total > 0 {
            let fraction = min(1, Double(progress.completed) / Double(total))
            let room = max(10, min(30, width - progress.label.count - 48))
            let filled = Int(fraction * Double(room))
            let bar = String(repeating: "=", count: filled) + String(repeating: " ", count: room - filled)
            parts.append("[\(bar)] \(Int(fraction * 100)) %")
            parts.append("\(amount(progress.completed, progress.unit))/\(amount(total, progress.unit))")
            if rate > 0 { parts.append("\(amount(Int(rate.rounded()), progress.unit))/s") }
            if rate > 0, progress.completed < total {
                parts.append("\(time(Double(total - progress.completed) / rate)) left")
            }
        } else {
            if progress.completed > 0 { parts.append(amount(progress.completed, progress.unit)) }
            if rate > 0 { parts.append("\(amount(Int(rate.rounded()), progress.unit))/s") }
        }
        return String(([progress.label] + parts).joined(separator: "  ").prefix(max(20, width - 1)))
    }

    private static func amount(_ value: Int, _ unit: Progress.Unit) -> String {
        switch unit {
        case .items: return String(value)
        case .bytes:
            if value < 1000 { return "\(value) B" }
            var size = Double(value)
            var index = -1
            while size >= 1000, index < 3 {
                size /= 1000
                index += 1
            }
            return "\(Figure.decimal(size, places: 1)) \(["kB", "MB", "GB", "TB"][index])"
        }
    }

    private static func time(_ seconds: Double) -> String {
        guard seconds >= 60 else { return "\(Int(seconds.rounded(.up))) s" }
        return "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
    }
}
