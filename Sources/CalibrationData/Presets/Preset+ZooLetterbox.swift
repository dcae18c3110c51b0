extension Preset {
    /// OpenCV, bilinear, aspect kept, centred on gray 127: the other way of the published board samples.
    public static let zooLetterbox = Preset(
        identifier: "zoo-letterbox", reading: .oriented, sizing: .fit, kernel: .openCVBilinear, fill: 127)
}
