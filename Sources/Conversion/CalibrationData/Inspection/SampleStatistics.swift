/// What one sample's numbers are like.
struct SampleStatistics: Sendable {
    struct Channel: Sendable, Hashable {
        var mean = 0.0
        /// Of the population.
        var deviation = 0.0
        var minimum = Float.infinity
        var maximum = -Float.infinity
        /// How many numbers are in each bin of ``ValueBins``.
        var histogram: [Int] = []
    }

    /// By the order that the data was found to have.
    var channels: [Channel] = []
    /// Numbers that are infinite or none.
    var notFinite = 0
    /// Mean steps between numbers that lie 1, a row, 3, and 3 rows apart.
    var steps = (near: 0.0, interleaved: 0.0)
    /// Zero bytes at the end.
    var zeroTail = 0
    /// Mean of the first channel where the last one is in the tail of zeros.
    var firstChannelInTail = 0.0

    var minimum: Float { channels.map(\.minimum).min() ?? 0 }
    var maximum: Float { channels.map(\.maximum).max() ?? 0 }
    var mean: Double { channels.map(\.mean).reduce(0, +) / Double(max(1, channels.count)) }
    /// The mean over the channels.
    var deviation: Double { channels.map(\.deviation).reduce(0, +) / Double(max(1, channels.count)) }

    /// - Parameters:
    ///   - values: `channels * plane` numbers, or luma and then chroma of NV12.
    ///   - places: where each channel's numbers are.
    init(_ values: UnsafeBufferPointer<Float>, places: [ChannelPlaces], width: Int, bins: ValueBins) {
        for place in places {
            var channel = Channel()
            channel.histogram = [Int](repeating: 0, count: ValueBins.count)
            var sum = 0.0
            var squares = 0.0
            var count = 0
            channel.histogram.withUnsafeMutableBufferPointer { histogram in
                for index in stride(from: place.start, to: min(place.end, values.count), by: place.step) {
                    let value = values[index]
                    guard value.isFinite else {
                        notFinite += 1
                        continue
                    }
                    // Differences from the first bin keep the squares of large numbers apart.
                    let shifted = Double(value) - Double(bins.lower)
                    sum += shifted
                    squares += shifted * shifted
                    count += 1
                    channel.minimum = min(channel.minimum, value)
                    channel.maximum = max(channel.maximum, value)
                    histogram[bins.index(value)] += 1
                }
            }
            if count > 0 {
                let mean = sum / Double(count)
                channel.mean = mean + Double(bins.lower)
                channel.deviation = max(0, squares / Double(count) - mean * mean).squareRoot()
            } else {
                (channel.minimum, channel.maximum) = (0, 0)
            }
            channels.append(channel)
        }
        steps = Self.steps(values, width: width)
        measureTail(values, places: places)
    }

    private mutating func measureTail(_ values: UnsafeBufferPointer<Float>, places: [ChannelPlaces]) {
        var end = values.count
        while end > 0, values[end - 1] == 0 { end -= 1 }
        zeroTail = values.count - end
        guard let first = places.first, let last = places.last, places.count == 3, first.step == 1 else { return }
        let start = max(0, end - last.start)
        var sum = 0.0
        var count = 0
        for index in start..<max(start, last.end - last.start) where values[index].isFinite {
            sum += Double(values[index])
            count += 1
        }
        firstChannelInTail = count > 0 ? sum / Double(count) : 0
    }

    /// In planes, neighbors are alike; where channels alternate, every third number is.
    private static func steps(_ values: UnsafeBufferPointer<Float>, width: Int) -> (near: Double, interleaved: Double) {
        func mean(_ distance: Int) -> Double {
            let count = values.count - distance
            guard count > 0 else { return 0 }
            // A prime, so that all columns and channels are met.
            let stride = count > 30_000 ? 7 : 1
            var sum = 0.0
            var met = 0
            for index in Swift.stride(from: 0, to: count, by: stride) {
                let step = values[index + distance] - values[index]
                guard step.isFinite else { continue }
                sum += Double(abs(step))
                met += 1
            }
            return met > 0 ? sum / Double(met) : 0
        }
        return (mean(1) + mean(width), mean(3) + mean(3 * width))
    }
}

/// Where one channel's numbers lie among a sample's.
struct ChannelPlaces: Sendable, Hashable {
    var start: Int
    var end: Int
    var step: Int
}

/// The bins of a histogram, evenly between two numbers; what lies outside counts in the outermost.
struct ValueBins: Sendable, Hashable {
    static let count = 256
    let lower: Float
    let upper: Float

    static let bytes = ValueBins(lower: 0, upper: 255)

    func index(_ value: Float) -> Int {
        let share = (value - lower) / max(upper - lower, 1e-12) * Float(Self.count - 1)
        return Int(max(0, min(Float(Self.count - 1), share + 0.5)))
    }

    /// The number in the middle of a bin.
    func value(_ index: Int) -> Float { lower + (upper - lower) * Float(index) / Float(Self.count - 1) }
}
