/// The interval that holds a share with 95 % confidence, from a sample.
///
/// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
package enum WilsonInterval {
    /// The normal distribution's quantile at 0.975.
    private static let z = 1.959963984540054

    /// Lower and upper bound, 0...1; all of it for an empty sample.
    package static func bounds(_ successes: Int, of count: Int) -> [Double] {
        guard count > 0 else { return [0, 1] }
        let n = Double(count)
        let share = Double(successes) / n
        let square = z * z
        let center = (share + square / (2 * n)) / (1 + square / n)
        let half = z / (1 + square / n) * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
        return [successes == 0 ? 0 : max(0, center - half), successes == count ? 1 : min(1, center + half)]
    }
}
