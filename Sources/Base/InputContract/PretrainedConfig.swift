internal import FoundationEssentials
internal import Support

/// What timm's `config.json`, which is next to a model's weights, says about the images that the model was trained on.
package struct PretrainedConfig: Sendable, Hashable {
    package let path: String
    /// `nil` for each that the file does not state.
    package var size: ImageSize?
    /// For pixels of 0...1, as in the file.
    package var unitMean: [Double]?
    package var unitDeviation: [Double]?
    package var cropFraction: Double?
    package var kernel: Preset.Kernel?
    /// Whether the image is resized without keeping its aspect ratio (`crop_mode: squash`).
    package var isSquashed: Bool

    /// Reads the file: `pretrained_cfg` with timm's keys, or these keys at the top.
    ///
    /// - Throws: ``FileError``, ``InputError/pretrainedConfig(path:reason:)``.
    package init(contentsOf path: String) throws {
        self.path = path
        let bytes = try ByteView(contentsOf: path).elements(as: UInt8.self)
        guard let contents = try? JSONDecoder().decode(Contents.self, from: Data(bytes)) else {
            throw InputError.pretrainedConfig(path: path, reason: "it is not one of timm's JSON files")
        }
        let figures = contents.nested ?? contents.top
        guard figures.mean != nil || figures.std != nil || figures.inputSize != nil || figures.cropPct != nil else {
            throw InputError.pretrainedConfig(path: path, reason: "it has no mean, std, input_size or crop_pct")
        }
        unitMean = try Self.unitValues(figures.mean, "mean", 0...1, path)
        unitDeviation = try Self.unitValues(figures.std, "std", 1e-6...1, path)
        size = try figures.inputSize.map { try Self.size($0, path) }
        cropFraction = try figures.cropPct.map { fraction in
            guard Preset.cropFractions.contains(fraction) else {
                throw InputError.pretrainedConfig(path: path, reason: "its crop_pct is \(fraction), expected 0.05 to 1")
            }
            return fraction
        }
        kernel = try figures.interpolation.map { name in
            switch name {
            case "bicubic": return .pillowBicubic
            case "bilinear": return .pillowBilinear
            default:
                throw InputError.pretrainedConfig(
                    path: path, reason: "its interpolation '\(name)' is not supported, only bicubic and bilinear are")
            }
        }
        isSquashed = figures.cropMode == "squash"
        let mode = figures.cropMode ?? "center"
        guard mode == "center" || isSquashed && (cropFraction ?? 0.875) == 1 else {
            throw InputError.pretrainedConfig(
                path: path,
                reason: "its crop_mode '\(mode)' is not supported, only center, and squash without crop, are")
        }
    }

    /// The preset that the file states; `nil` if it states none of crop, interpolation and crop mode.
    package var preset: Preset? {
        guard cropFraction != nil || kernel != nil || isSquashed else { return nil }
        var preset = isSquashed ? Preset.squash : Preset.timm(cropFraction: cropFraction ?? 0.875)
        if let kernel { preset.kernel = kernel }
        return preset
    }

    private static func unitValues(
        _ values: [Double]?, _ name: String, _ range: ClosedRange<Double>, _ path: String
    ) throws -> [Double]? {
        guard let values else { return nil }
        guard values.count == 3, values.allSatisfy(range.contains) else {
            throw InputError.pretrainedConfig(path: path, reason: "its \(name) is not three numbers in 0...1")
        }
        return values
    }

    private static func size(_ size: [Int], _ path: String) throws -> ImageSize {
        guard size.count == 3, size[0] == 3, size[1...].allSatisfy(ImageSize.sides.contains) else {
            throw InputError.pretrainedConfig(
                path: path, reason: "its input_size is \(size), expected 3 channels, height and width")
        }
        return ImageSize(height: size[1], width: size[2])
    }

    private struct Contents: Decodable {
        var top: Figures
        var nested: Figures?

        enum CodingKeys: String, CodingKey {
            case nested = "pretrained_cfg"
        }

        init(from decoder: any Decoder) throws {
            top = try Figures(from: decoder)
            nested = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(Figures.self, forKey: .nested)
        }
    }

    private struct Figures: Decodable {
        var mean: [Double]?
        var std: [Double]?
        var inputSize: [Int]?
        var cropPct: Double?
        var cropMode: String?
        var interpolation: String?

        enum CodingKeys: String, CodingKey {
            case mean, std, interpolation
            case inputSize = "input_size"
            case cropPct = "crop_pct"
            case cropMode = "crop_mode"
        }
    }
}
