internal import FoundationEssentials
package import InputContract

/// What timm's `config.json`, which lies beside a model's weights, says of the pictures that the model was trained on.
package struct PretrainedConfig: Sendable, Hashable {
    /// Of R, G and B in 0...1.
    package var mean: [Double]
    package var standardDeviation: [Double]
    /// The side of the square input in pixels; `nil` if it is not said.
    package var inputSize: Int?

    private struct Contents: Decodable {
        var mean: [Double]?
        var std: [Double]?
        var inputSize: [Int]?
        var pretrained: Inner?

        struct Inner: Decodable {
            var mean: [Double]?
            var std: [Double]?
            var inputSize: [Int]?

            enum CodingKeys: String, CodingKey {
                case mean, std
                case inputSize = "input_size"
            }
        }

        enum CodingKeys: String, CodingKey {
            case mean, std
            case inputSize = "input_size"
            case pretrained = "pretrained_cfg"
        }
    }

    package init(mean: [Double], standardDeviation: [Double], inputSize: Int? = nil) {
        self.mean = mean
        self.standardDeviation = standardDeviation
        self.inputSize = inputSize
    }

    /// Reads the file: `pretrained_cfg` with `mean`, `std` and `input_size`, or these at the top.
    ///
    /// - Throws: ``MapperConfigError``: `.file`, or `.badPretrainedConfig`.
    package init(contentsOf path: String) throws {
        let bytes = try MapperConfigError.bytes(of: path)
        guard let contents = try? JSONDecoder().decode(Contents.self, from: Data(bytes)) else {
            throw MapperConfigError.badPretrainedConfig(path: path, reason: "not timm's JSON")
        }
        guard let mean = contents.pretrained?.mean ?? contents.mean,
            let deviation = contents.pretrained?.std ?? contents.std
        else { throw MapperConfigError.badPretrainedConfig(path: path, reason: "it has no 'mean' and 'std'") }
        guard mean.count == 3, deviation.count == 3, (mean + deviation).allSatisfy({ (0...1).contains($0) }),
            !deviation.contains(0)
        else {
            throw MapperConfigError.badPretrainedConfig(
                path: path, reason: "'mean' and 'std' are not three numbers in 0...1 each")
        }
        let size = contents.pretrained?.inputSize ?? contents.inputSize
        if let size, size.count != 3 || size[0] != 3 || size[1] != size[2] {
            throw MapperConfigError.badPretrainedConfig(
                path: path, reason: "'input_size' is \(size), expected 3 channels and a square")
        }
        self.init(mean: mean, standardDeviation: deviation, inputSize: size?.last)
    }

    /// The same for pixels of 0...255.
    package var normalization: Normalization {
        let standard = Normalization.imageNet
        // 0.485 * 255 is 123.675, up to rounding; the usual numbers are kept as everybody writes them.
        let own = Normalization(mean: mean.map { $0 * 255 }, scale: standardDeviation.map { 1 / ($0 * 255) })
        return own.meanText == standard.meanText && own.scaleText == standard.scaleText ? standard : own
    }
}
