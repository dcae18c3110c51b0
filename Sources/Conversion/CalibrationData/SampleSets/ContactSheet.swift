internal import Imaging

/// Many small images on one sheet, to see at a glance whether calibration data is what it should be.
struct ContactSheet {
    static let cell = 80
    static let gap = 4
    /// How many of a set are shown: evenly spread over it.
    static let limit = 50
    private static let columns = 10

    /// The sheet of some thumbnails, `nil` without any. What none covers is white.
    static func render(_ pictures: [RGBImage]) -> RGBImage? {
        guard !pictures.isEmpty else { return nil }
        let columns = min(Self.columns, pictures.count)
        let rows = (pictures.count + columns - 1) / columns
        let pitch = cell + gap
        let (width, height) = (columns * pitch + gap, rows * pitch + gap)
        return RGBImage(width: width, height: height) { out in
            out.initialize(repeating: 255)
            for (index, picture) in pictures.enumerated() {
                let left = gap + index % columns * pitch
                let top = gap + index / columns * pitch
                picture.pixels.withUnsafeBufferPointer { pixels in
                    for y in 0..<cell {
                        let target = ((top + y) * width + left) * 3
                        for offset in 0..<cell * 3 {
                            out[target + offset] = pixels[y * cell * 3 + offset]
                        }
                    }
                }
            }
        }
    }

    /// Whether an image of a set is shown, by its place.
    static func shows(_ index: Int, of count: Int) -> Bool {
        count <= limit || index * limit / count != (index + 1) * limit / count
    }

    /// An image scaled to a cell, by means over boxes.
    static func thumbnail(_ image: RGBImage) -> RGBImage {
        RGBImage(width: cell, height: cell) { out in
            image.pixels.withUnsafeBufferPointer { pixels in
                for y in 0..<cell {
                    let rows = box(y, image.height)
                    for x in 0..<cell {
                        let columns = box(x, image.width)
                        var (red, green, blue) = (0, 0, 0)
                        for row in rows {
                            for column in columns {
                                let offset = (row * image.width + column) * 3
                                red &+= Int(pixels[offset])
                                green &+= Int(pixels[offset + 1])
                                blue &+= Int(pixels[offset + 2])
                            }
                        }
                        let count = rows.count * columns.count
                        let target = (y * cell + x) * 3
                        out[target] = UInt8(red / count)
                        out[target + 1] = UInt8(green / count)
                        out[target + 2] = UInt8(blue / count)
                    }
                }
            }
        }
    }

    private static func box(_ position: Int, _ length: Int) -> Range<Int> {
        let first = position * length / cell
        return first..<max(first + 1, (position + 1) * length / cell)
    }
}
