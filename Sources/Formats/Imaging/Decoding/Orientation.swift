/// How a stored image is to be turned, numbered as the EXIF tag `Orientation` (0x0112).
package enum Orientation: Int, Sendable, Hashable, CaseIterable {
    case upright = 1
    case mirrored = 2
    case upsideDown = 3
    case mirroredUpsideDown = 4
    case transposed = 5
    case clockwise = 6
    case transversed = 7
    case counterclockwise = 8

    /// Whether width and height change places.
    var swapsSides: Bool { rawValue >= 5 }

    /// The image turned as it is to be seen.
    func applied(to image: RGBImage) -> RGBImage {
        guard self != .upright else { return image }
        let (width, height) = swapsSides ? (image.height, image.width) : (image.width, image.height)
        return RGBImage(width: width, height: height) { out in
            image.pixels.withUnsafeBufferPointer { pixels in
                var target = 0
                for y in 0..<height {
                    for x in 0..<width {
                        let (sourceX, sourceY) = source(x, y, image.width - 1, image.height - 1)
                        let offset = (sourceY * image.width + sourceX) * 3
                        out[target] = pixels[offset]
                        out[target + 1] = pixels[offset + 1]
                        out[target + 2] = pixels[offset + 2]
                        target += 3
                    }
                }
            }
        }
    }

    /// Where the pixel (x, y) of the turned image comes from; `right` and `bottom` are the last column and row.
    private func source(_ x: Int, _ y: Int, _ right: Int, _ bottom: Int) -> (Int, Int) {
        switch self {
        case .upright: (x, y)
        case .mirrored: (right - x, y)
        case .upsideDown: (right - x, bottom - y)
        case .mirroredUpsideDown: (x, bottom - y)
        case .transposed: (y, x)
        case .clockwise: (y, bottom - x)
        case .transversed: (right - y, bottom - x)
        case .counterclockwise: (right - y, x)
        }
    }
}
