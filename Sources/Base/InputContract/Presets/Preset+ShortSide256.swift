extension Preset {
    /// The evaluation transform of RepViT's own repository, and of most that were trained on ImageNet: Pillow, bicubic,
    /// short side to 256 for a size of 224 and in proportion for others, center crop.
    package static let shortSide256 = Preset(
        identifier: "shortside-256", decoding: DecodingOptions(), sizing: .shortSide(cropFraction: 0.875),
        kernel: .pillowBicubic, fill: 0)
}
