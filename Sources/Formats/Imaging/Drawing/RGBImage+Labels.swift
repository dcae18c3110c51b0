extension RGBImage {
    /// The image with lines of text in its upper left corner, white on black. What does not fit is cut off.
    ///
    /// Letters grow with the image: a line is about a twentieth of its height, and at least 9 pixels.
    package func labeled(_ lines: [String]) -> RGBImage {
        let scale = max(1, min(height / 180, width / 180))
        let cell = (width: (DotFont.width + 1) * scale, height: (DotFont.height + 2) * scale)
        return RGBImage(width: width, height: height) { out in
            pixels.withUnsafeBufferPointer { pixels in
                _ = out.update(fromContentsOf: pixels)
            }
            func paint(_ xs: Range<Int>, _ ys: Range<Int>, _ value: UInt8) {
                for y in ys.clamped(to: 0..<height) {
                    for x in xs.clamped(to: 0..<width) {
                        for channel in 0..<3 { out[(y * width + x) * 3 + channel] = value }
                    }
                }
            }
            for (row, line) in lines.enumerated() {
                let top = row * cell.height
                guard top + cell.height <= height else { break }
                let characters = Array(line.prefix(max(0, width / cell.width - 1)))
                paint(0..<(characters.count + 1) * cell.width, top..<top + cell.height, 0)
                for (place, character) in characters.enumerated() {
                    for (column, dots) in DotFont.columns(of: character).enumerated() {
                        let left = cell.width / 2 + place * cell.width + column * scale
                        for dot in 0..<DotFont.height where dots >> dot & 1 == 1 {
                            let y = top + (dot + 1) * scale
                            paint(left..<left + scale, y..<y + scale, 255)
                        }
                    }
                }
            }
        }
    }
}
