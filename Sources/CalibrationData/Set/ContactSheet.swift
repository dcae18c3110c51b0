/// Many small pictures on one sheet, to see at a glance whether calibration data is what it should be.
struct ContactSheet {
    static let cell = 96
    static let gap = 4
    /// How many of a set are shown: evenly spread over it.
    static let limit = 60
    private static let columns = 10

    private var pictures: [RGBImage] = []

    /// Adds a picture, scaled to a cell by means over boxes.
    mutating func add(_ image: RGBImage) {
        pictures.append(Self.thumbnail(image))
    }

    /// The sheet, `nil` without pictures. What no picture covers is white.
    func render() -> RGBImage? {
        guard !pictures.isEmpty else { return nil }
        let columns = min(Self.columns, pictures.count)
        let rows = (pictures.count + columns - 1) / columns
        let pitch = Self.cell + Self.gap
        let (width, height) = (columns * pitch + Self.gap, rows * pitch + Self.gap)
        return RGBImage(width: width, height: height) { out in
            out.initialize(repeating: 255)
            for (index, picture) in pictures.enumerated() {
                let left = Self.gap + index % columns * pitch
                let top = Self.gap + index / columns * pitch
                picture.pixels.withUnsafeBufferPointer { pixels in
                    for y in 0..<Self.cell {
                        let target = ((top + y) * width + left) * 3
                        for offset in 0..<Self.cell * 3 {
                            out[target + offset] = pixels[y * Self.cell * 3 + offset]
                        }
                    }
                }
            }
        }
    }

    /// The indices of a set that are shown.
    static func shown(of count: Int) -> [Int] {
        let wanted = min(count, limit)
        return (0..<wanted).map { $0 * count / wanted }
    }

    private static func thumbnail(_ image: RGBImage) -> RGBImage {
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
