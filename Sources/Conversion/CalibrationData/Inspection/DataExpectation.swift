package import Imaging
package import InputContract

/// What a folder of calibration data is meant to hold, as far as anybody says so: the mapper's configuration, our
/// manifest, or the names of the files. What nobody says is `nil`.
package struct DataExpectation: Sendable, Hashable {
    package var channels: SampleFormat.Channels?
    package var order: SampleFormat.Order?
    package var element: SampleFormat.Element?
    package var isNV12: Bool?
    package var width: Int?
    package var height: Int?
    /// Whether the model subtracts a mean or multiplies by a scale itself (`norm_type`).
    package var isNormalisedByModel: Bool?
    /// Of YUV data; of the model's input on the board where the data is RGB.
    package var range: NV12Range?
    /// Who says so, for messages: "the configuration".
    package var source: String

    package init(source: String) {
        self.source = source
    }

    /// This, and where it says nothing, what another one says.
    func filled(from other: DataExpectation) -> DataExpectation {
        var result = self
        result.channels = channels ?? other.channels
        result.order = order ?? other.order
        result.element = element ?? other.element
        result.isNV12 = isNV12 ?? other.isNV12
        result.width = width ?? other.width
        result.height = height ?? other.height
        result.isNormalisedByModel = isNormalisedByModel ?? other.isNormalisedByModel
        result.range = range ?? other.range
        return result
    }

    /// A file may claim any size: what no picture has is forgotten, so that it can be reckoned with.
    mutating func dropAbsurdSize() {
        let sizes = 1...1 << 15
        if let width, let height, sizes.contains(width), sizes.contains(height) { return }
        (width, height) = (nil, nil)
    }

    /// What `layout`, `element_type` and `size` of our manifest say.
    init(_ manifest: CalibrationManifest) {
        source = "the manifest"
        let words = manifest.layout.split(separator: "-")
        read(layout: words.first.map(String.init) ?? "", range: manifest.nv12Range)
        element = SampleFormat.Element(rawValue: manifest.elementType)
        if manifest.size > 0 { (width, height) = (manifest.size, manifest.size) }
        range = manifest.nv12Range
    }

    /// What the names of the files and of their folder say.
    init(fileExtension: String, folder: String) {
        source = "the names of the files"
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

    /// `rgbchw`, `bgrhwc`, `yuv444chw`, `nv12`; other words say nothing.
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
