internal import CTurboJPEG

/// JPEG files out of images.
package enum JPEGEncoder {
    /// How densely color is stored.
    package enum Subsampling: Sendable, Hashable, CaseIterable {
        /// A color for each pixel.
        case full
        /// A color for two pixels side by side.
        case half
        /// A color for each 2 x 2 pixels.
        case quarter
    }

    /// Baseline JPEG with `quality` in 1...100.
    ///
    /// - Throws: ``ImageError/corrupt(path:format:reason:)`` if the library refuses; `path` is for the message.
    package static func encode(
        _ image: RGBImage, quality: Int = 90, subsampling: Subsampling = .quarter, path: String
    ) throws(ImageError) -> [UInt8] {
        guard let handle = tjInitCompress() else {
            throw .corrupt(path: path, format: "JPEG", reason: "no memory for an encoder")
        }
        defer { tjDestroy(handle) }
        let sampling =
            switch subsampling {
            case .full: TJSAMP_444
            case .half: TJSAMP_422
            case .quarter: TJSAMP_420
            }
        var encoded: UnsafeMutablePointer<UInt8>?
        var count: UInt = 0
        defer { tjFree(encoded) }
        let status = image.pixels.withUnsafeBufferPointer { pixels in
            tjCompress2(
                handle, pixels.baseAddress, Int32(image.width), Int32(image.width * 3), Int32(image.height),
                Int32(TJPF_RGB.rawValue), &encoded, &count, Int32(sampling.rawValue), Int32(min(max(quality, 1), 100)),
                TJFLAG_ACCURATEDCT)
        }
        guard status == 0, let encoded else {
            let text = tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown error"
            throw .corrupt(path: path, format: "JPEG", reason: text)
        }
        return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
    }
}
