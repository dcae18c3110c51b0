/// How a file is turned into pixels.
package struct DecodingOptions: Sendable, Hashable {
    /// Whose pixels: the two differ in CMYK and in 16-bit gray.
    package enum Style: String, Sendable, Hashable, Codable {
        /// `Image.open(path).convert("RGB")` of Pillow 13.
        case pillow
        /// `cv2.imread(path)` of OpenCV 5, in RGB order.
        case openCV = "opencv"
    }

    package var style: Style
    /// Whether a JPEG is turned by its EXIF orientation, as `imread` does and `Image.open` does not.
    package var appliesOrientation: Bool
    /// Whether a file that ends within its image is decoded all the same. What is missing is what libjpeg-turbo makes
    /// up, mostly gray, or black in a PNG.
    package var allowsTruncated: Bool
    /// The most pixels that a file may claim. The default is twice the size at which Pillow warns of a
    /// decompression bomb (`Image.MAX_IMAGE_PIXELS`), where Pillow refuses.
    package var pixelLimit: Int

    package init(
        style: Style = .pillow, appliesOrientation: Bool = false, allowsTruncated: Bool = false,
        pixelLimit: Int = 178_956_970
    ) {
        self.style = style
        self.appliesOrientation = appliesOrientation
        self.allowsTruncated = allowsTruncated
        self.pixelLimit = pixelLimit
    }
}
