extension Preset {
    /// OpenCV, bilinear, aspect ratio kept, centered on gray 127: the other way of the published board samples.
    package static let zooLetterbox = Preset(
        identifier: "zoo-letterbox", decoding: DecodingOptions(style: .openCV, appliesOrientation: true),
        sizing: .fit, kernel: .openCVBilinear, fill: 127)
}
