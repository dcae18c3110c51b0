/// What is said about a network's input; `nil` for what is not.
///
/// Options come before timm's `config.json`, that before the network itself, and that before the defaults.
package struct InputRequest: Sendable, Hashable {
    package var size: ImageSize?
    /// For pixels of 0...255; three values.
    package var mean: [Double]?
    package var deviation: [Double]?
    package var preset: Preset?
    /// Replaces the crop of whichever preset is used.
    package var cropFraction: Double?
    package var range: NV12Range
    package var march: March
    package var pretrained: PretrainedConfig?

    package init(range: NV12Range = .full, march: March = .bayesE) {
        self.range = range
        self.march = march
    }

    /// What the network's file says of its input.
    package struct Network: Sendable, Hashable {
        package var layout: TensorLayout
        /// `nil` for a dynamic size.
        package var height: Int?
        package var width: Int?

        package init(layout: TensorLayout = .nchw, height: Int? = nil, width: Int? = nil) {
            self.layout = layout
            self.height = height
            self.width = width
        }

        /// From the shape of the only input, `[N, 3, H, W]` or `[N, H, W, 3]`; `nil` for a dimension is dynamic.
        /// `nil` for any other shape.
        package init?(shape: [Int?]) {
            guard shape.count == 4 else { return nil }
            if shape[1] == 3 {
                self.init(layout: .nchw, height: shape[2], width: shape[3])
            } else if shape[3] == 3 {
                self.init(layout: .nhwc, height: shape[1], width: shape[2])
            } else {
                return nil
            }
        }
    }

    /// A specification, and which of its facts were assumed.
    package struct Resolution: Sendable, Hashable {
        package var input: InputSpecification
        /// Such as `crop 0.875`; empty if everything was stated.
        package var assumed: [String]
    }

    /// Completes what was said from the network and the defaults.
    ///
    /// - Throws: ``InputError`` if the facts contradict each other or are out of range.
    package func resolve(
        network: Network = Network(), defaults: InputSpecification = .timmDefault
    ) throws -> Resolution {
        var result = Resolution(input: defaults, assumed: [])
        result.input.range = range
        result.input.march = march
        result.input.layout = network.layout
        try resolveSize(network, &result)
        try resolveNormalization(&result)
        try resolvePreset(&result)
        return result
    }

    private func resolveSize(_ network: Network, _ result: inout Resolution) throws {
        let stated = size ?? pretrained?.size
        let size = stated ?? result.input.size
        result.input.size = ImageSize(height: network.height ?? size.height, width: network.width ?? size.width)
        if let asked = self.size, asked != result.input.size {
            throw InputError.conflict(
                "the model's input is \(result.input.size), not \(asked)",
                fix: "omit --input-size, or export the model for \(asked)")
        }
        guard ImageSize.sides.contains(result.input.size.height), ImageSize.sides.contains(result.input.size.width)
        else {
            throw InputError.invalid(
                option: "input size", value: result.input.size.description,
                expected: "sides of \(ImageSize.sides.lowerBound) to \(ImageSize.sides.upperBound) pixels")
        }
        if stated == nil, network.height == nil || network.width == nil {
            result.assumed.append("input size \(result.input.size)")
        }
    }

    private func resolveNormalization(_ result: inout Resolution) throws {
        if let mean { try Self.checkMean(mean) }
        if let deviation { try Self.checkDeviation(deviation) }
        let unit = pretrained.map { pretrained in
            Normalization(
                unitMean: pretrained.unitMean ?? result.input.normalization.mean.map { $0 / 255 },
                unitDeviation: pretrained.unitDeviation ?? result.input.normalization.deviation.map { $0 / 255 })
        }
        if let unit { result.input.normalization = unit }
        if let mean { result.input.normalization.mean = mean }
        if let deviation { result.input.normalization.deviation = deviation }
        if mean == nil, pretrained?.unitMean == nil {
            result.assumed.append("mean " + Self.list(result.input.normalization.mean))
        }
        if deviation == nil, pretrained?.unitDeviation == nil {
            result.assumed.append("std " + Self.list(result.input.normalization.deviation))
        }
    }

    private func resolvePreset(_ result: inout Resolution) throws {
        let stated = preset ?? pretrained?.preset
        if let stated { result.input.preset = stated }
        if let cropFraction {
            guard Preset.cropFractions.contains(cropFraction) else {
                throw InputError.invalid(option: "--crop", value: String(cropFraction), expected: "0.05 to 1")
            }
            guard result.input.preset.cropFraction != nil else {
                throw InputError.conflict(
                    "--crop does not apply to preset \(result.input.preset.identifier), which does not crop",
                    fix: "omit --crop, or use --preset timm")
            }
            result.input.preset = result.input.preset.cropping(cropFraction)
        } else if stated == nil {
            result.assumed.append(
                "preset \(result.input.preset.identifier)"
                    + (result.input.preset.cropFraction.map { ", crop \($0)" } ?? ""))
        }
    }

    /// A mean of pixels in 0...255.
    private static func checkMean(_ mean: [Double]) throws {
        guard mean.count == 3, mean.allSatisfy({ (0...255).contains($0) }) else {
            throw InputError.invalid(option: "--mean", value: list(mean), expected: "three values of 0...255")
        }
        if mean.contains(where: { $0 > 0 }), mean.allSatisfy({ $0 < 1 }) { throw unitRange("--mean", mean) }
    }

    /// A deviation of less than 1 can only be of pixels in 0...1.
    private static func checkDeviation(_ deviation: [Double]) throws {
        guard deviation.count == 3, deviation.allSatisfy({ $0 > 0 && $0 <= 65_536 }) else {
            throw InputError.invalid(option: "--std", value: list(deviation), expected: "three values above 0")
        }
        if deviation.contains(where: { $0 < 1 }) { throw unitRange("--std", deviation) }
    }

    private static func unitRange(_ option: String, _ values: [Double]) -> InputError {
        .unitRange(option: option, value: list(values), corrected: list(values.map { $0 * 255 }))
    }

    private static func list(_ values: [Double]) -> String { Normalization.text(values, separator: ",") }
}
