extension Preset {
    /// Pillow, bicubic, straight to the square.
    public static let squash = Preset(
        identifier: "squash", reading: .stored, sizing: .stretch, kernel: .pillowBicubic, fill: 0)
}
