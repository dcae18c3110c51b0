/// What is done to pixels of 0...255 before the network: `(pixel - mean) / deviation`, channel by channel.
package struct Normalization: Sendable, Hashable {
    /// In the order of the channels; three for RGB.
    package var mean: [Double]
    /// The standard deviation, as many.
    package var deviation: [Double]

    package init(mean: [Double], deviation: [Double]) {
        self.mean = mean
        self.deviation = deviation
    }

    /// ImageNet's, RGB: mean 0.485, 0.456, 0.406 and deviation 0.229, 0.224, 0.225 of pixels in 0...1, as in
    /// timm's `IMAGENET_DEFAULT_MEAN` and `IMAGENET_DEFAULT_STD`.
    package static let imageNet = Normalization(mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375])

    /// From figures for pixels of 0...1, as timm and torchvision write them.
    package init(unitMean: [Double], unitDeviation: [Double]) {
        let own = Normalization(mean: unitMean.map { $0 * 255 }, deviation: unitDeviation.map { $0 * 255 })
        // 0.485 * 255 is 123.675, up to rounding; the usual numbers are kept as everybody writes them.
        self = own.meanText == Self.imageNet.meanText && own.scaleText == Self.imageNet.scaleText ? .imageNet : own
    }

    /// 1 / deviation, which is what hb_mapper multiplies by.
    package var scale: [Double] { deviation.map { 1 / $0 } }

    /// Numbers with spaces between, as hb_mapper wants them.
    package var meanText: String { Self.text(mean) }
    package var scaleText: String { Self.text(scale) }

    /// Ten significant digits, more than the float32 that hb_mapper computes with can hold.
    package static func text(_ values: [Double], separator: String = " ") -> String {
        values.map { value in
            guard value != 0, value.isFinite else { return String(value) }
            var factor = 1.0
            while abs(value) * factor < 1e9, factor < 1e18 { factor *= 10 }
            return String((value * factor).rounded() / factor)
        }.joined(separator: separator)
    }
}

extension Normalization: Codable {
    private enum CodingKeys: String, CodingKey {
        case mean
        case deviation = "std"
    }
}
