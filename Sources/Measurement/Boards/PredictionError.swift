/// How far predictions are from what was measured, as shares: 0.05 is 5 %.
package struct PredictionError: Sendable, Codable, Hashable {
    package let median: Double
    package let mean: Double
    /// Nine of ten predictions are closer.
    package let ninetiethPercentile: Double
    package let largest: Double

    /// - Precondition: there is at least one error.
    init(_ errors: [Double]) {
        let sorted = errors.map(abs).sorted()
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let lower = Int(place)
            let upper = min(lower + 1, sorted.count - 1)
            return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
        }
        median = quantile(0.5)
        mean = sorted.reduce(0, +) / Double(sorted.count)
        ninetiethPercentile = quantile(0.9)
        largest = quantile(1)
    }
}
