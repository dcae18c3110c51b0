internal import Glibc

/// Whether two classifiers differ, by the images that only one of them gets right.
///
/// The exact two-sided test: under the hypothesis that they are equal, each such image is a fair coin.
/// Source: Q. McNemar, "Note on the sampling error of the difference between correlated proportions", 1947.
package enum McNemarTest {
    /// The probability of a difference at least this large between equal classifiers; 1 if they never differ.
    package static func pValue(won: Int, lost: Int) -> Double {
        let count = won + lost
        guard won != lost else { return 1 }
        var sum = 0.0
        for successes in 0...min(won, lost) { sum += exp(logarithm(of: successes, in: count)) }
        return min(1, 2 * sum)
    }

    /// Of the probability of so many heads among `count` coins.
    private static func logarithm(of heads: Int, in count: Int) -> Double {
        lgamma(Double(count) + 1) - lgamma(Double(heads) + 1) - lgamma(Double(count - heads) + 1) - Double(count)
            * M_LN2
    }
}
