internal import Glibc

/// How far the logits of one engine are from those of the float model, over any number of images.
package struct LogitDistance: Sendable, Hashable, Codable {
    /// Sums of squares, and of products, over all logits.
    private var float = 0.0
    private var other = 0.0
    private var product = 0.0
    private var difference = 0.0

    /// - Precondition: as many of one as of the other.
    package init(_ logits: [Float], from reference: [Float]) {
        precondition(logits.count == reference.count, "logits of different models")
        for (a, b) in zip(reference, logits) {
            let (a, b) = (Double(a), Double(b))
            float += a * a
            other += b * b
            product += a * b
            difference += (a - b) * (a - b)
        }
    }

    package static func + (sum: LogitDistance, one: LogitDistance) -> LogitDistance {
        var sum = sum
        sum.float += one.float
        sum.other += one.other
        sum.product += one.product
        sum.difference += one.difference
        return sum
    }

    /// Ratio of signal to noise in dB; `nil` if that is not a finite number, as for equal logits.
    package var sqnr: Double? { Self.finite(10 * log10(float / difference)) }

    /// The sum of the squared differences.
    package var noise: Double { difference }

    /// Noise in parts of the signal; 0 without a signal.
    package var noiseRatio: Double { float > 0 ? difference / float : 0 }

    /// Cosine of the angle between the two, `nil` if one is zero.
    package var cosine: Double? { Self.finite(product / (float * other).squareRoot()) }

    private static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}
