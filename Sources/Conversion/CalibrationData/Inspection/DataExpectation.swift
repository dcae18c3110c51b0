package import Imaging
package import InputContract

/// What calibration data should be according to the mapper YAML, our manifest, or the file names. Open questions are
/// `nil`.
package struct DataExpectation: Sendable, Hashable {
    package var channels: SampleFormat.Channels?
    package var order: SampleFormat.Order?
    package var element: SampleFormat.Element?
    package var isNV12: Bool?
    package var width: Int?
    package var height: Int?
    /// Whether the model subtracts a mean or multiplies by a scale itself (`norm_type`).
    package var isNormalizedByModel: Bool?
    /// Of YUV data; for RGB data, of the model's input on the board.
    package var range: NV12Range?
    /// Where this comes from, for messages: "the config".
    package var source: String

    package init(source: String) {
        self.source = source
    }

    /// This, with gaps filled from another.
    func filled(from other: DataExpectation) -> DataExpectation {
        var result = self
        result.channels = channels ?? other.channels
        result.order = order ?? other.order
        result.element = element ?? other.element
        result.isNV12 = isNV12 ?? other.isNV12
        result.width = width ?? other.width
        result.height = height ?? other.height
        result.isNormalizedByModel = isNormalizedByModel ?? other.isNormalizedByModel
        result.range = range ?? other.range
        return result
    }

    /// Drops sizes that no image has: a file may claim any, and products must not overflow.
    mutating func dropAbsurdSize() {
        let sizes = 1...1 << 15
        if let width, let height, sizes.contains(width), sizes.contains(height) { return }
        (width, height) = (nil, nil)
    }

    /// From `layout`, `element_type` and `size` of our manifest.
    init(_ manifest: CalibrationManifest) {
        source = "the manifest"
        let words = manifest.layout.split(separator: "-")
        read(layout: words.first.map(String.init) ?? "", range: manifest.nv12Range)
        element = SampleFormat.Element(rawValue: manifest.elementType)
        if let size = manifest.imageSize, size.pixels > 0 { (width, height) = (size.width, size.height) }
        range = manifest.nv12Range
    }

    /// From the names of the files and of their directory.
    init(fileExtension: String, folder: String) {
        source = "the file name"
        read(
            layout: fileExtension, range: folder.hasSuffix("_video") ? .video : folder.hasSuffix("_full") ? .full : nil)
        if isNV12 == true {
            range = folder.hasSuffix("_video") ? .video : folder.hasSuffix("_full") ? .full : nil
        } else if folder.hasSuffix("_f32") {
            element = .float32
        } else if folder.hasSuffix("_u8") {
            element = .uint8
        }
    }

    /// `rgbchw`, `bgrhwc`, `yuv444chw`, `nv12`; other words are ignored.
    private mutating func read(layout: String, range: NV12Range?) {
        if layout.hasPrefix("nv12") {
            isNV12 = true
            element = .uint8
            return
        }
        guard layout.count > 3, let order = SampleFormat.Order(rawValue: String(layout.suffix(3))) else { return }
        let channels: SampleFormat.Channels? =
            switch layout.dropLast(3) {
            case "rgb": .rgb
            case "bgr": .bgr
            case "gray": .gray
            case "yuv444": .yuv444(range ?? .full)
            default: nil
            }
        guard let channels else { return }
        self.channels = channels
        self.order = order
        isNV12 = false
    }
}
