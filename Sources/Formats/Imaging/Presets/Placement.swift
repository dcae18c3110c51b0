/// Where the square lies in the scaled image: what a ``Preset`` comes to for one image.
struct Placement: Hashable {
    /// The size that the whole image is scaled to.
    var width: Int
    var height: Int
    /// The square's corner in the scaled image; negative where the image does not fill the square.
    var left: Int
    var top: Int

    init(_ preset: Preset, imageWidth: Int, imageHeight: Int, size: Int) {
        switch preset.sizing {
        case .shortSide(let cropFraction):
            // torchvision's Resize to one number, then its CenterCrop.
            let short = Int((Double(size) / cropFraction).rounded(.down))
            if imageWidth <= imageHeight {
                width = short
                height = Int(Double(short * imageHeight) / Double(imageWidth))
            } else {
                width = Int(Double(short * imageWidth) / Double(imageHeight))
                height = short
            }
            left = Self.start(preset.crop, size, in: width)
            top = Self.start(preset.crop, size, in: height)
        case .stretch:
            (width, height) = (size, size)
            (left, top) = (0, 0)
        case .fit:
            let scale = min(Double(size) / Double(imageHeight), Double(size) / Double(imageWidth))
            // At least one pixel: OpenCV rejects an empty image.
            width = max(1, Int(Double(imageWidth) * scale))
            height = max(1, Int(Double(imageHeight) * scale))
            left = -((size - width) / 2)
            top = -((size - height) / 2)
        }
    }

    /// Where the square begins on one axis. What is too small is padded, wherever it is cut.
    private static func start(_ crop: Preset.Crop, _ size: Int, in length: Int) -> Int {
        guard length >= size else { return centered(size, in: length) }
        return switch crop {
        case .center: centered(size, in: length)
        case .offCenter: (length - size) / 4
        case .corner: 0
        }
    }

    /// Python's `round` takes halves to the even number. What is too small is padded first, the odd pixel at the end.
    private static func centered(_ size: Int, in length: Int) -> Int {
        guard length >= size else { return -((size - length) / 2) }
        return Int((Double(length - size) / 2).rounded(.toNearestOrEven))
    }
}
