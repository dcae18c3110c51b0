extension Preset {
    /// Pillow, bicubic, straight to the square.
    package static let squash = Preset(
        identifier: "squash", decoding: DecodingOptions(), sizing: .stretch, kernel: .pillowBicubic, fill: 0)
}
