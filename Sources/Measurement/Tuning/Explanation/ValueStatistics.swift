/// What is known about one value over some images, and what its rounding does to it.
struct ValueStatistics: Sendable {
    /// The largest magnitude of each channel.
    private(set) var channels: [Double] = []
    /// The largest magnitude in each image.
    private(set) var images: [Double] = []
    private(set) var squares = 0.0
    private(set) var count = 0
    /// Elements beyond the threshold, and the sum of the squares of what is cut off.
    private(set) var clipped = 0
    private(set) var clippedSquares = 0.0

    var largest: Double { channels.max() ?? 0 }
    var clippedShare: Double { count > 0 ? Double(clipped) / Double(count) : 0 }
    var rootMeanSquare: Double { count > 0 ? (squares / Double(count)).squareRoot() : 0 }

    /// - Parameter shape: `[1, channels, ...]`.
    mutating func add(_ elements: [Float], shape: [Int], threshold: Float) {
        let count = shape.count >= 2 && shape[0] == 1 ? max(shape[1], 1) : 1
        if channels.isEmpty { channels = [Double](repeating: 0, count: count) }
        guard count == channels.count, elements.count % count == 0 else { return }
        let length = elements.count / count
        var image: Float = 0
        elements.withUnsafeBufferPointer { elements in
            for channel in 0..<count {
                var largest: Float = 0
                var squares: Float = 0
                for index in channel * length..<(channel + 1) * length {
                    let magnitude = abs(elements[index])
                    largest = max(largest, magnitude)
                    squares += magnitude * magnitude
                    if magnitude > threshold {
                        clipped += 1
                        clippedSquares += Double((magnitude - threshold) * (magnitude - threshold))
                    }
                }
                self.squares += Double(squares)
                channels[channel] = max(channels[channel], Double(largest))
                image = max(image, largest)
            }
        }
        images.append(Double(image))
        self.count += elements.count
    }

    mutating func add(_ other: ValueStatistics) {
        if channels.isEmpty { channels = [Double](repeating: 0, count: other.channels.count) }
        channels = zip(channels, other.channels).map { max($0, $1) }
        images += other.images
        squares += other.squares
        count += other.count
        clipped += other.clipped
        clippedSquares += other.clippedSquares
    }
}
