extension Preset {
    /// The evaluation transform that timm records for RepViT: Pillow, bicubic, `crop_pct` 0.95, center crop.
    package static let timm = timm(cropFraction: 0.95)

    /// timm's evaluation transform with another `crop_pct` (0 < cropFraction <= 1).
    package static func timm(cropFraction: Double) -> Preset {
        Preset(
            identifier: "timm", decoding: DecodingOptions(), sizing: .shortSide(cropFraction: cropFraction),
            kernel: .pillowBicubic, fill: 0)
    }
}
