/// What is done to pixels of 0...255 before the network: `(pixel - mean) * scale`, channel by channel.
package struct Normalization: Sendable, Hashable {
    /// In the order of the channels.
    package var mean: [Double]
    /// 1 / standard deviation.
    package var scale: [Double]

    package init(mean: [Double], scale: [Double]) {
        self.mean = mean
        self.scale = scale
    }

    /// ImageNet's, RGB: mean 0.485, 0.456, 0.406 and deviation 0.229, 0.224, 0.225 of pixels in 0...1, as in
    /// timm's `IMAGENET_DEFAULT_MEAN` and `IMAGENET_DEFAULT_STD`.
    package static let imageNet = Normalization(
        mean: [123.675, 116.28, 103.53], scale: [1 / 58.395, 1 / 57.12, 1 / 57.375])

    package var deviation: [Double] { scale.map { 1 / $0 } }

    /// Numbers with spaces between, as hb_mapper wants them.
    package var meanText: String { Self.text(mean) }
    package var scaleText: String { Self.text(scale) }

    /// Ten significant digits, more than the float32 that hb_mapper computes with can hold.
    package static func text(_ values: [Double]) -> String {
        values.map { value in
            guard value != 0, value.isFinite else { return String(value) }
            var factor = 1.0
            while abs(value) * factor < 1e9, factor < 1e18 { factor *= 10 }
            return String((value * factor).rounded() / factor)
        }.joined(separator: " ")
    }
}
