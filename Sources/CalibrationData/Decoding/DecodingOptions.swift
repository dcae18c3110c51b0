/// How a file is turned into pixels.
public struct DecodingOptions: Sendable, Hashable {
    /// Whether the EXIF orientation is applied, as OpenCV's `imread` does and Pillow's `Image.open` does not.
    public var appliesOrientation: Bool
    /// The most pixels that a file may claim. The default is twice the size at which Pillow warns of a
    /// decompression bomb (`Image.MAX_IMAGE_PIXELS`), where Pillow refuses.
    public var pixelLimit: Int

    public init(appliesOrientation: Bool = false, pixelLimit: Int = 178_956_970) {
        self.appliesOrientation = appliesOrientation
        self.pixelLimit = pixelLimit
    }
}
