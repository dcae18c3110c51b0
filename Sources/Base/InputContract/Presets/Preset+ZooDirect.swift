extension Preset {
    /// OpenCV, bilinear, straight to the square: one of the two ways of the published board samples.
    package static let zooDirect = Preset(
        identifier: "zoo-direct", decoding: DecodingOptions(style: .openCV, appliesOrientation: true),
        sizing: .stretch, kernel: .openCVBilinear, fill: 127)
}
