/// What was done to the pixel values, inferred from the result.
package enum ValueScale: String, Sendable, Hashable, Codable {
    /// 0...255, unchanged.
    case bytes = "0...255"
    /// Divided by 255.
    case unit = "0...1"
    /// Divided by 255 twice.
    case unitTwice = "0...1/255"
    /// -1...1.
    case symmetric = "-1...1"
    /// Minus 128.
    case shifted = "-128...127"
    /// Mean subtracted, divided by the standard deviation.
    case normalized = "normalized"
    /// Normalized twice.
    case normalizedTwice = "normalized twice"
    case unknown

    /// - Parameter deviation: the mean of the samples' standard deviations in a channel.
    init(minimum: Float, maximum: Float, mean: Double, deviation: Double) {
        if minimum >= 0 {
            if maximum > 1.001 {
                self = maximum <= 255.5 ? .bytes : .unknown
            } else if maximum > 1.5 / 255 {
                self = .unit
            } else {
                self = maximum > 0 ? .unitTwice : .unknown
            }
        } else if minimum >= -1.001, maximum <= 1.001 {
            self = .symmetric
        } else if minimum >= -3, maximum <= 3.3, deviation >= 0.2 {
            // With ImageNet's figures, 0...255 becomes -2.118...2.640.
            self = .normalized
        } else if maximum < 0, minimum > -3, deviation < 0.2 {
            // Values around 0, read as 0...255: all end up near -mean / deviation, which is -2.118...-1.804.
            self = .normalizedTwice
        } else if minimum >= -16, maximum <= 16 {
            // Values around 0, read as 0...1: -11.4...9.9.
            self = .normalizedTwice
        } else if minimum >= -128.5, maximum <= 127.5 {
            self = .shifted
        } else {
            self = .unknown
        }
    }

    var bins: ValueBins? {
        switch self {
        case .bytes: .bytes
        case .unit: ValueBins(lower: 0, upper: 1)
        default: nil
        }
    }
}
