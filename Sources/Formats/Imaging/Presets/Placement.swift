/// Where the square lies in the scaled image: what a ``Preset`` comes to for one image.
struct Placement: Hashable {
    /// The size that the whole image is scaled to.
    var width: Int
    var height: Int
    /// The square's corner in the scaled image; negative where the image does not fill the square.
    var left: Int
    var top: Int

    init(_ sizing: Preset.Sizing, imageWidth: Int, imageHeight: Int, size: Int) {
        switch sizing {
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
            left = Self.centered(size, in: width)
            top = Self.centered(size, in: height)
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

    /// Python's `round` takes halves to the even number. What is too small is padded first, the odd pixel at the end.
    private static func centered(_ size: Int, in length: Int) -> Int {
        guard length >= size else { return -((size - length) / 2) }
        return Int((Double(length - size) / 2).rounded(.toNearestOrEven))
    }
}
