/// The tensor that `hb_mapper` calibrates on: `[3, height, width]`, planes R, G, B, float32, 0...255.
package enum RGBCHW {
    /// The extension of the files, without a dot.
    package static let fileExtension = "rgbchw"

    /// The elements, plane by plane; as bytes in this machine's order, which is little-endian on every supported one.
    package static func elements(_ image: RGBImage) -> [Float] { Planes.floats(image) }

    /// The image back from its elements, rounded and clipped; `nil` if their number does not fit the size.
    package static func image(_ elements: [Float], width: Int, height: Int) -> RGBImage? {
        guard width > 0, height > 0, elements.count == width * height * 3 else { return nil }
        let plane = width * height
        return RGBImage(width: width, height: height) { out in
            for channel in 0..<3 {
                for index in 0..<plane {
                    let value = elements[channel * plane + index]
                    // Not a number comes out as 0.
                    out[index * 3 + channel] = UInt8(min(255, max(0, value + 0.5)))
                }
            }
        }
    }
}
