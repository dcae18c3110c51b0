internal import InputContract

/// Where the model's input is in the scaled image: what a ``Preset`` comes to for one image.
struct Placement: Hashable {
    /// The size that the whole image is scaled to.
    var width: Int
    var height: Int
    /// The input's corner in the scaled image; negative where the image does not fill the input.
    var left: Int
    var top: Int

    init(_ preset: Preset, imageWidth: Int, imageHeight: Int, size: ImageSize) {
        switch preset.sizing {
        case .shortSide(let cropFraction):
            (width, height) =
                size.isSquare
                ? Self.shortSide(size.height, cropFraction, imageWidth, imageHeight)
                : Self.covering(size, cropFraction, imageWidth, imageHeight)
            left = Self.start(preset.crop, size.width, in: width)
            top = Self.start(preset.crop, size.height, in: height)
        case .stretch:
            (width, height) = (size.width, size.height)
            (left, top) = (0, 0)
        case .fit:
            let scale = min(Double(size.height) / Double(imageHeight), Double(size.width) / Double(imageWidth))
            // At least one pixel: OpenCV refuses to make an empty image.
            width = max(1, Int(Double(imageWidth) * scale))
            height = max(1, Int(Double(imageHeight) * scale))
            left = -((size.width - width) / 2)
            top = -((size.height - height) / 2)
        }
    }

    /// Where the input begins on one axis. What is too small is padded, wherever it is cut.
    private static func start(_ crop: Preset.Crop, _ size: Int, in length: Int) -> Int {
        guard length >= size else { return centered(size, in: length) }
        return switch crop {
        case .center: centered(size, in: length)
        case .offCenter: (length - size) / 4
        case .corner: 0
        }
    }

    /// torchvision's Resize to one number: the short side becomes floor(side / cropFraction).
    private static func shortSide(
        _ side: Int, _ cropFraction: Double, _ imageWidth: Int, _ imageHeight: Int
    ) -> (width: Int, height: Int) {
        let short = Int((Double(side) / cropFraction).rounded(.down))
        return imageWidth <= imageHeight
            ? (short, Int(Double(short * imageHeight) / Double(imageWidth)))
            : (Int(Double(short * imageWidth) / Double(imageHeight)), short)
    }

    /// timm's ResizeKeepRatio for a rectangle: the image just covers floor(size / cropFraction).
    private static func covering(
        _ size: ImageSize, _ cropFraction: Double, _ imageWidth: Int, _ imageHeight: Int
    ) -> (width: Int, height: Int) {
        let ratio = min(
            Double(imageHeight) / (Double(size.height) / cropFraction).rounded(.down),
            Double(imageWidth) / (Double(size.width) / cropFraction).rounded(.down))
        func scaled(_ length: Int) -> Int { Int((Double(length) / ratio).rounded(.toNearestOrEven)) }
        return (scaled(imageWidth), scaled(imageHeight))
    }

    /// torchvision's CenterCrop: halves are rounded to the even number, as by Python's `round`. An image that is too small
    /// is padded first, the odd pixel at the end.
    private static func centered(_ size: Int, in length: Int) -> Int {
        guard length >= size else { return -((size - length) / 2) }
        return Int((Double(length - size) / 2).rounded(.toNearestOrEven))
    }
}
