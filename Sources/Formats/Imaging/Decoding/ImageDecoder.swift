package import Support
package import InputContract

/// Images out of JPEG and PNG files, pixel for pixel as Pillow's `Image.open(path).convert("RGB")` produces them,
/// or OpenCV's `imread`, if the options say so.
///
/// It is stricter than Pillow with broken files: a file whose image is cut short is refused even where
/// an end marker was put back, because the missing part would be gray in the calibration data; an option allows it.
package enum ImageDecoder {
    /// Reads a file.
    ///
    /// - Throws: ``ImageError``.
    package static func decode(
        path: String, options: DecodingOptions = DecodingOptions()
    ) throws(ImageError) -> RGBImage {
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .unreadable(error)
        }
        return try decode(ByteView(file, 0..<file.count), path: path, options: options)
    }

    /// Decodes bytes in memory; `path` is for messages.
    ///
    /// - Throws: ``ImageError``.
    package static func decode(
        _ data: ByteView, path: String, options: DecodingOptions = DecodingOptions()
    ) throws(ImageError) -> RGBImage {
        try data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) throws(ImageError) -> RGBImage in
            guard !bytes.isEmpty else { throw .empty(path: path) }
            let image: RGBImage
            let orientation: Orientation
            switch ImageFormat(bytes) {
            case .jpeg:
                let header = try JPEGHeader(bytes, path: path)
                try check(header.width, header.height, options, path)
                image = try JPEGDecoder.decode(bytes, header: header, options: options, path: path)
                orientation = header.orientation
            case .png:
                image = try PNGDecoder.decode(bytes, options: options, path: path) {
                    (width, height) throws(ImageError) in try check(width, height, options, path)
                }
                orientation = .upright
            case nil: throw .unknownFormat(path: path, looksLike: ImageFormat.guess(bytes))
            }
            return options.appliesOrientation ? orientation.applied(to: image) : image
        }
    }

    private static func check(
        _ width: Int, _ height: Int, _ options: DecodingOptions, _ path: String
    ) throws(ImageError) {
        guard let pixels = checkedProduct([width, height]), pixels <= options.pixelLimit else {
            throw .tooLarge(path: path, width: width, height: height, limit: options.pixelLimit)
        }
    }
}
