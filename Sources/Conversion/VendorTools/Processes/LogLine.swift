internal import CompiledModel

/// A line of a vendor log: `2026-01-02 03:04:05,678 INFO message`.
struct LogLine {
    /// Seconds since midnight; `nil` for lines that continue another.
    let time: Double?
    /// `INFO`, `WARNING`, `ERROR`; `nil` for lines that continue another.
    let level: String?
    let message: String

    init(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        if words.count == 4, words[0].count == 10, let time = Self.seconds(words[1]) {
            self.time = time
            level = String(words[2])
            message = String(words[3])
        } else {
            time = nil
            level = nil
            message = line
        }
    }

    /// `03:04:05,678` in seconds.
    private static func seconds(_ clock: Substring) -> Double? {
        let parts = clock.split(whereSeparator: { $0 == ":" || $0 == "," })
        guard parts.count == 4 else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 4, (0..<24).contains(numbers[0]), (0..<60).contains(numbers[1]),
            (0..<61).contains(numbers[2]), (0..<1000).contains(numbers[3])
        else { return nil }
        return Double(numbers[0] * 3600 + numbers[1] * 60 + numbers[2]) + Double(numbers[3]) / 1000
    }
}
