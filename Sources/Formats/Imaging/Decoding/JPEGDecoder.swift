internal import CTurboJPEG
internal import InputContract

/// JPEG by libjpeg-turbo: accurate DCT and smooth chroma upsampling, the settings of Pillow.
enum JPEGDecoder {
    /// A progressive file with more scans than this needs seconds a pixel row and is an attack, not an image.
    /// (libjpeg-turbo's own figure for `TJFLAG_LIMITSCANS` is 500.)
    private static let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS

    /// The fewest bytes an image can take: even a flat one costs a bit for each 8x8 block of one component, which
    /// may be subsampled 4x4. Less than that is a cut file, and not worth allocating memory for.
    private static let pixelsPerByte = 8 * 8 * 8 * 16

    /// - Throws: ``ImageError``.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, options: DecodingOptions, path: String
    ) throws(ImageError) -> RGBImage {
        let (width, height) = (header.width, header.height)
        guard width * height / pixelsPerByte <= bytes.count else {
            throw .truncated(path: path, reason: "\(bytes.count) bytes cannot hold \(width) x \(height) pixels")
        }
        guard let handle = tjInitDecompress() else {
            throw .corrupt(path: path, format: "JPEG", reason: "no memory for a decoder")
        }
        defer { tjDestroy(handle) }

        guard header.components == 4 else {
            return try RGBImage(width: width, height: height) { (out) throws(ImageError) in
                try decompress(handle, bytes, to: out, width, height, format: TJPF_RGB, options, path)
            }
        }
        var inks = [UInt8](repeating: 0, count: width * height * 4)
        var failure: ImageError?
        inks.withUnsafeMutableBufferPointer { out in
            do throws(ImageError) {
                try decompress(handle, bytes, to: out, width, height, format: TJPF_CMYK, options, path)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return rgb(inverted: inks, width: width, height: height, style: options.style)
    }

    private static func decompress(
        _ handle: tjhandle, _ bytes: UnsafeRawBufferPointer, to out: UnsafeMutableBufferPointer<UInt8>,
        _ width: Int, _ height: Int, format: TJPF, _ options: DecodingOptions, _ path: String
    ) throws(ImageError) {
        let channels = format == TJPF_CMYK ? 4 : 3
        let status = tjDecompress2(
            handle, bytes.bindMemory(to: UInt8.self).baseAddress, UInt(bytes.count), out.baseAddress,
            Int32(width), Int32(width * channels), Int32(height), Int32(format.rawValue), flags)
        guard status != 0 else { return }
        let text = tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown error"
        let isCut = text.contains("remature end")
        guard tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue) else {
            throw isCut
                ? .truncated(path: path, reason: text) : .corrupt(path: path, format: "JPEG", reason: text)
        }
        if options.allowsTruncated { return }
        // The image is there, with a flaw. Only the first warning is told, so a missing end may be hidden by it.
        if isCut { throw .truncated(path: path, reason: text) }
        guard JPEGHeader.reachesEndOfImage(bytes) else { throw .truncated(path: path, reason: "it has no end marker") }
    }

    /// Four inks to RGB. Every JPEG of four components is assumed to be inverted (Adobe's custom), so a stored byte is
    /// the share of light that an ink lets through. Pillow rounds the product, OpenCV cuts it.
    private static func rgb(
        inverted inks: [UInt8], width: Int, height: Int, style: DecodingOptions.Style
    ) -> RGBImage {
        RGBImage(width: width, height: height) { out in
            inks.withUnsafeBufferPointer { inks in
                for pixel in 0..<width * height {
                    let light = Int(inks[pixel * 4 + 3])
                    for channel in 0..<3 {
                        let ink = 255 - Int(inks[pixel * 4 + channel])
                        let product = light * ink
                        let absorbed = style == .pillow ? ((product + 128) >> 8 + product + 128) >> 8 : product >> 8
                        out[pixel * 3 + channel] = UInt8(clamping: light - absorbed)
                    }
                }
            }
        }
    }
}
