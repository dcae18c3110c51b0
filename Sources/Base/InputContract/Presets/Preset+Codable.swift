/// With the keys of a preset file.
extension Preset: Codable {
    private enum CodingKeys: String, CodingKey {
        case identifier = "name"
        case decode, orientation, truncated, resize, cropFraction, kernel, fill
    }

    /// The words of `resize`.
    private enum Resize: String, Codable {
        case shortSide = "short-side"
        case stretch, fit
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let sizing: Sizing =
            switch try values.decode(Resize.self, forKey: .resize) {
            case .shortSide: .shortSide(cropFraction: try values.decode(Double.self, forKey: .cropFraction))
            case .stretch: .stretch
            case .fit: .fit
            }
        if case .shortSide(let fraction) = sizing, !Self.cropFractions.contains(fraction) {
            throw DecodingError.dataCorruptedError(
                forKey: .cropFraction, in: values, debugDescription: "crop_fraction must be 0.05 to 1")
        }
        self.init(
            identifier: try values.decode(String.self, forKey: .identifier),
            decoding: DecodingOptions(
                style: try values.decode(DecodingOptions.Style.self, forKey: .decode),
                appliesOrientation: try values.decode(Bool.self, forKey: .orientation),
                allowsTruncated: try values.decode(Bool.self, forKey: .truncated)),
            sizing: sizing, kernel: try values.decode(Kernel.self, forKey: .kernel),
            fill: try values.decode(UInt8.self, forKey: .fill))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(identifier, forKey: .identifier)
        try values.encode(decoding.style, forKey: .decode)
        try values.encode(decoding.appliesOrientation, forKey: .orientation)
        try values.encode(decoding.allowsTruncated, forKey: .truncated)
        let resize: Resize =
            switch sizing {
            case .shortSide: .shortSide
            case .stretch: .stretch
            case .fit: .fit
            }
        try values.encode(resize, forKey: .resize)
        try values.encodeIfPresent(cropFraction, forKey: .cropFraction)
        try values.encode(kernel, forKey: .kernel)
        try values.encode(fill, forKey: .fill)
    }
}
