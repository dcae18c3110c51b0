internal import CResampler

/// The weights of antialiased resampling along one axis, as Pillow computes them: a filter that is stretched when
/// scaling down, cut at the borders and normalized, in 22-bit fixed point (measured against Pillow).
struct AxisWeights {
    enum Filter {
        /// Keys' cubic with a = -0.5 (R. G. Keys, "Cubic convolution interpolation for digital image processing", 1981).
        case bicubic
        /// A triangle.
        case bilinear

        /// Source pixels to each side, unless stretched.
        var reach: Double { self == .bicubic ? 2 : 1 }

        func weight(_ distance: Double) -> Double {
            let x = abs(distance)
            switch self {
            case .bicubic:
                let a = -0.5
                if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
                if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
                return 0
            case .bilinear: return x < 1 ? 1 - x : 0
            }
        }
    }

    /// One for each wanted output position; `first` counts from the start of ``source``.
    let taps: [resampler_taps]
    let pairs: [resampler_weight_pair]
    /// The source positions that have a weight.
    let source: Range<Int>

    /// - Parameters:
    ///   - size: the length of the source.
    ///   - outputSize: the length that the whole source is scaled to.
    ///   - window: the wanted part of 0..<outputSize; not empty.
    init(_ filter: Filter, size: Int, outputSize: Int, window: Range<Int>) {
        let scale = Double(size) / Double(outputSize)
        let stretch = max(scale, 1)
        let reach = filter.reach * stretch
        var taps: [resampler_taps] = []
        var pairs: [resampler_weight_pair] = []
        var weights: [Double] = []
        taps.reserveCapacity(window.count)
        for position in window {
            let center = (Double(position) + 0.5) * scale
            let first = max(0, Int(center - reach + 0.5))
            let end = min(size, Int(center + reach + 0.5))
            weights.removeAll(keepingCapacity: true)
            var sum = 0.0
            for tap in 0..<max(0, end - first) {
                let weight = filter.weight((Double(tap + first) - center + 0.5) * (1 / stretch))
                weights.append(weight)
                sum += weight
            }
            taps.append(resampler_taps(first: first, count: weights.count, pair: pairs.count))
            for tap in stride(from: 0, to: weights.count, by: 2) {
                let left = Self.fixedPoint(weights[tap], sum)
                let right = tap + 1 < weights.count ? Self.fixedPoint(weights[tap + 1], sum) : 0
                // `high * 2048 + low`; the halves are explained in resampler.h.
                pairs.append(
                    resampler_weight_pair(
                        high: (Int16(truncatingIfNeeded: left >> 11), Int16(truncatingIfNeeded: right >> 11)),
                        low: (Int16(truncatingIfNeeded: left & 2047), Int16(truncatingIfNeeded: right & 2047))))
            }
        }
        let start = taps.map(\.first).min() ?? 0
        let end = taps.map { $0.first + $0.count }.max() ?? 0
        self.taps = taps.map { resampler_taps(first: $0.first - start, count: $0.count, pair: $0.pair) }
        self.pairs = pairs
        source = start..<max(start, end)
    }

    private static func fixedPoint(_ weight: Double, _ sum: Double) -> Int {
        let normalized = sum == 0 ? weight : weight / sum
        return Int((normalized < 0 ? -0.5 : 0.5) + normalized * Double(1 << 22))
    }
}
