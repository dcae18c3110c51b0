package import InputContract
package import Support

/// How an image that a ``Preset`` has made is written: channels, their order, the type of the numbers, the file.
package struct SampleFormat: Sendable, Hashable {
    /// What the numbers of a pixel mean.
    package enum Channels: Sendable, Hashable {
        case rgb
        case bgr
        /// BT.601 luma in full range.
        case gray
        /// BT.601 luma, Cb, Cr for each pixel, in the range that the model expects.
        case yuv444(NV12Range)

        package var count: Int { self == .gray ? 1 : 3 }
    }

    package enum Order: String, Sendable, Hashable, CaseIterable {
        /// Plane after plane: `[channels, height, width]`.
        case chw
        /// Pixel after pixel: `[height, width, channels]`.
        case hwc
    }

    package enum Element: String, Sendable, Hashable, CaseIterable {
        /// 0...255, little-endian.
        case float32
        case uint8

        package var bytes: Int { self == .float32 ? 4 : 1 }
    }

    package enum Content: Sendable, Hashable {
        case tensor(Channels, Order, Element)
        case nv12(NV12Range, BufferLayout)
    }

    package let content: Content
    /// Whether a tensor has a header that says its shape and type (NumPy's `.npy`, version 1.0).
    package let isNPY: Bool

    package init(_ content: Content, isNPY: Bool = false) {
        self.content = content
        if case .tensor = content { self.isNPY = isNPY } else { self.isNPY = false }
    }

    /// `[3, height, width]`, the usual calibration data.
    package static let rgbCHW = SampleFormat(.tensor(.rgb, .chw, .float32))

    /// What `hb_mapper` calibrates an RGB model of a layout on.
    package static func floats(_ layout: TensorLayout) -> SampleFormat {
        SampleFormat(.tensor(.rgb, layout == .nchw ? .chw : .hwc, .float32))
    }

    package static func nv12(_ range: NV12Range, layout: BufferLayout = .packed) -> SampleFormat {
        SampleFormat(.nv12(range, layout))
    }

    /// The name in manifests: `rgbchw-float32`, `yuv444hwc-video-uint8`, `nv12-full`.
    package var identifier: String {
        switch content {
        case .tensor(let channels, let order, let element):
            var parts = [Self.word(channels) + order.rawValue]
            if case .yuv444(let range) = channels { parts.append(range.rawValue) }
            parts.append(element.rawValue)
            return parts.joined(separator: "-") + (isNPY ? "-npy" : "")
        case .nv12(let range, let layout):
            return "nv12-\(range.rawValue)" + layout.suffix
        }
    }

    /// Everything that decides about the bytes, given the pixels.
    package var definition: String {
        let arithmetic =
            switch content {
            case .tensor(.rgb, _, _), .tensor(.bgr, _, _): "0...255"
            case .tensor(.gray, _, _), .tensor(.yuv444(.full), _, _), .nv12(.full, _):
                "BT.601 full range, chroma of the mean, halves up"
            case .tensor(.yuv444(.video), _, _), .nv12(.video, _):
                "BT.601 video range by OpenCV, chroma of the first"
            }
        return "format 1: \(identifier); \(arithmetic)"
    }

    /// SHA-256 of ``definition``.
    package var hash: SHA256Digest { SHA256.hash(definition) }

    /// The extension of the files, without a dot.
    package var fileExtension: String {
        switch content {
        case .tensor(let channels, let order, _): isNPY ? "npy" : Self.word(channels) + order.rawValue
        case .nv12: "nv12"
        }
    }

    /// The folder with the data: `hb_mapper` reads the files of a folder `..._f32` as float32 and of any other as uint8.
    package var folderName: String {
        switch content {
        case .tensor(let channels, let order, let element):
            Self.word(channels) + order.rawValue + (element == .float32 ? "_f32" : "_u8")
        case .nv12(let range, _): "nv12_\(range.rawValue)"
        }
    }

    /// The range of YUV, if it is YUV.
    package var range: NV12Range? {
        switch content {
        case .tensor(.yuv444(let range), _, _), .nv12(let range, _): range
        case .tensor: nil
        }
    }

    /// Whether both sides have to be even.
    package var needsEvenSides: Bool { if case .nv12 = content { true } else { false } }

    /// The shape of one sample, `nil` for NV12.
    package func shape(size: Int) -> [Int]? {
        guard case .tensor(let channels, let order, _) = content else { return nil }
        return order == .chw ? [channels.count, size, size] : [size, size, channels.count]
    }

    /// The bytes of a file.
    package func byteCount(size: Int) -> Int {
        switch content {
        case .tensor(let channels, _, let element):
            let header = isNPY ? NPY.header(shape: shape(size: size) ?? [], element: element).count : 0
            return header + channels.count * size * size * element.bytes
        case .nv12(_, let layout): return layout.byteCount(width: size, height: size)
        }
    }

    static func word(_ channels: Channels) -> String {
        switch channels {
        case .rgb: "rgb"
        case .bgr: "bgr"
        case .gray: "gray"
        case .yuv444: "yuv444"
        }
    }
}
