internal import CPNGCodec

/// PNG files out of images.
package enum PNGEncoder {
    /// 8-bit RGB, not interlaced.
    ///
    /// - Throws: ``ImageError/corrupt(path:format:reason:)`` if memory runs out; `path` is for the message.
    package static func encode(_ image: RGBImage, path: String) throws(ImageError) -> [UInt8] {
        var message = [CChar](repeating: 0, count: PNG_CODEC_MESSAGE_SIZE)
        var encoded: UnsafeMutablePointer<UInt8>?
        var count = 0
        let status = image.pixels.withUnsafeBufferPointer { pixels in
            message.withUnsafeMutableBufferPointer { message in
                png_codec_encode(
                    pixels.baseAddress, UInt32(image.width), UInt32(image.height), &encoded, &count,
                    message.baseAddress)
            }
        }
        guard status == 0, let encoded else {
            let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw .corrupt(path: path, format: "PNG", reason: text)
        }
        defer { png_codec_free(encoded) }
        return Array(UnsafeBufferPointer(start: encoded, count: count))
    }
}
