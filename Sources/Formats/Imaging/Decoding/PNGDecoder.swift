internal import CPNGCodec
internal import InputContract

/// PNG by libpng: transparency dropped, 16-bit color cut to its high byte, indices beyond the palette black, no gamma;
/// 16-bit gray clipped at 255 as by Pillow, or cut to its high byte as by OpenCV.
enum PNGDecoder {
    /// Deflate packs no more than 1032 bytes into one (https://zlib.net/zlib_tech.html).
    private static let deflateLimit: UInt64 = 1032

    /// - Parameter check: is given width and height before memory is allocated for the pixels.
    /// - Throws: ``ImageError``.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions, path: String,
        check: (Int, Int) throws(ImageError) -> Void
    ) throws(ImageError) -> RGBImage {
        let data = bytes.bindMemory(to: UInt8.self).baseAddress
        var header = png_codec_header()
        try call(path) { png_codec_read_header(data, bytes.count, &header, $0) }
        let (width, height) = (Int(header.width), Int(header.height))
        try check(width, height)
        guard header.raw_size / deflateLimit <= UInt64(bytes.count) else {
            throw .truncated(path: path, reason: "\(bytes.count) bytes cannot hold \(width) x \(height) pixels")
        }
        return try RGBImage(width: width, height: height) { (out) throws(ImageError) in
            var flags: UInt32 = 0
            if options.style == .pillow { flags |= UInt32(PNG_CODEC_CLIPS_GRAY16) }
            if options.allowsTruncated { flags |= UInt32(PNG_CODEC_ALLOWS_CUT) }
            try call(path) { png_codec_decode(data, bytes.count, flags, out.baseAddress, out.count, $0) }
        }
    }

    private static func call(
        _ path: String, _ body: (UnsafeMutablePointer<CChar>) -> Int32
    ) throws(ImageError) {
        var message = [CChar](repeating: 0, count: PNG_CODEC_MESSAGE_SIZE)
        let status = message.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map(body) ?? -1
        }
        guard status != 0 else { return }
        let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if text.contains("ends too early") || text.contains("Not enough image data") {
            throw .truncated(path: path, reason: text)
        }
        throw .corrupt(path: path, format: "PNG", reason: text)
    }
}
