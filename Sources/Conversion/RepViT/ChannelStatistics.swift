/// Mean and variance of each channel of a value, over images and places, as far as they can be told without
/// running the network.
struct ChannelStatistics: Sendable {
    var mean: [Double]
    var variance: [Double]

    /// What an image normalized by ImageNet's mean and deviation has, by definition.
    static let normalizedImage = ChannelStatistics(
        mean: [Double](repeating: 0, count: 3), variance: [Double](repeating: 1, count: 3))

    /// The statistics after a convolution: means add up exactly; variances as if channels were independent, and
    /// as if its kernels were ``BalancedKernel``s.
    ///
    /// - Parameter weight: `[outputs, inputs / groups, taps]`.
    func afterConvolution(weight: [Float], outputs: Int, groups: Int, taps: Int) -> ChannelStatistics {
        let width = mean.count / groups
        let outputsInGroup = outputs / groups
        var result = ChannelStatistics(
            mean: [Double](repeating: 0, count: outputs), variance: [Double](repeating: 0, count: outputs))
        weight.withUnsafeBufferPointer { weight in
            for output in 0..<outputs {
                let first = output / outputsInGroup * width
                var (outputMean, outputVariance) = (0.0, 0.0)
                for input in 0..<width {
                    let start = (output * width + input) * taps
                    var (sum, squares) = (0.0, 0.0)
                    for index in start..<start + taps {
                        let value = Double(weight[index])
                        sum += value
                        squares += value * value
                    }
                    outputMean += sum * mean[first + input]
                    outputVariance += variance[first + input] * squares
                }
                result.mean[output] = outputMean
                result.variance[output] = outputVariance
            }
        }
        return result
    }

    /// The statistics after GELU, for normally distributed inputs.
    ///
    /// Polynomials in mean `b` and variance `q`, fitted by least squares to Gauss-Hermite quadrature on
    /// `b` in -0.3...0.3, `sqrt(q)` in 0.6...1.4: the first moment is off by at most 0.006, the second by 0.014.
    func afterGELU() -> ChannelStatistics {
        var result = self
        for channel in mean.indices {
            let (b, q) = (mean[channel], variance[channel])
            let first = 0.0278 + 0.5 * b + 0.2932 * q + 0.2156 * b * b - 0.0396 * q * q
            let second = -0.0395 + 0.242 * b + 0.4483 * q + 0.4442 * b * q + 0.4786 * b * b + 0.017 * q * q
            result.mean[channel] = first
            result.variance[channel] = max(0.01, second - first * first)
        }
        return result
    }

    /// Scales each channel.
    func scaled(by factors: [Double]) -> ChannelStatistics {
        var result = self
        for channel in mean.indices {
            result.mean[channel] *= factors[channel]
            result.variance[channel] *= factors[channel] * factors[channel]
        }
        return result
    }

    /// The sum of two values that do not depend on each other.
    static func + (lhs: Self, rhs: Self) -> ChannelStatistics {
        ChannelStatistics(
            mean: zip(lhs.mean, rhs.mean).map { $0 + $1 },
            variance: zip(lhs.variance, rhs.variance).map { $0 + $1 })
    }
}
