package import Support

/// One way to bring an image to the size of the model's input.
///
/// Calibration, evaluation and the input data for the board use the same preset: a model that is calibrated on
/// images prepared one way and fed images prepared another way silently loses accuracy.
package struct Preset: Sendable, Hashable {
    /// How large the image is made before the input is cut out of it.
    package enum Sizing: Sendable, Hashable {
        /// The short side becomes floor(size / cropFraction), the long side follows (rounded down), and the center
        /// is cropped. For a rectangle, the image just covers floor(height / cropFraction) x
        /// floor(width / cropFraction). `cropFraction` is `crop_pct` in timm's model configurations.
        case shortSide(cropFraction: Double)
        /// Straight to the size, whatever the aspect ratio.
        case stretch
        /// The aspect ratio is kept, the image just fits, and the rest is filled.
        case fit
    }

    /// Where the input is cut out of an image whose short side was scaled.
    package enum Crop: Sendable, Hashable {
        case center
        /// A quarter of the rest at the left and at the top, rounded down.
        case offCenter
        /// The upper left corner.
        case corner
    }

    /// How pixels are interpolated.
    package enum Kernel: String, Sendable, Hashable, Codable {
        /// Pillow's antialiased bicubic, with the order of passes of Pillow 13.
        case pillowBicubic = "pillow-13-bicubic"
        /// Pillow's antialiased bilinear, likewise.
        case pillowBilinear = "pillow-13-bilinear"
        /// OpenCV's `INTER_LINEAR` on bytes.
        case openCVBilinear = "opencv-bilinear"
    }

    /// The name on the command line and in manifests.
    package let identifier: String
    package var decoding: DecodingOptions
    package let sizing: Sizing
    /// Only ``Sizing/shortSide(cropFraction:)`` cuts anything off.
    package var crop = Crop.center
    package var kernel: Kernel
    /// The gray value of what the image does not cover.
    package let fill: UInt8

    package init(identifier: String, decoding: DecodingOptions, sizing: Sizing, kernel: Kernel, fill: UInt8) {
        self.identifier = identifier
        self.decoding = decoding
        self.sizing = sizing
        self.kernel = kernel
        self.fill = fill
    }

    /// The crop fractions that are accepted.
    package static let cropFractions = 0.05...1.0

    /// timm's `crop_pct`; `nil` for a preset that does not crop.
    package var cropFraction: Double? {
        if case .shortSide(let fraction) = sizing { fraction } else { nil }
    }

    /// The same preset with another crop.
    ///
    /// - Precondition: it crops, and `fraction` is in ``cropFractions``.
    package func cropping(_ fraction: Double) -> Preset {
        precondition(cropFraction != nil && Self.cropFractions.contains(fraction), "the preset does not crop")
        let identifier = self.identifier == Self.shortSide256.identifier ? Self.timm.identifier : self.identifier
        return Preset(
            identifier: identifier, decoding: decoding, sizing: .shortSide(cropFraction: fraction), kernel: kernel,
            fill: fill)
    }

    /// The presets that have a name.
    package static let all: [Preset] = [.timm, .squash, .zooDirect, .zooLetterbox, .shortSide256]

    /// The preset with this name, or `nil`.
    package static func named(_ identifier: String) -> Preset? { all.first { $0.identifier == identifier } }

    /// Everything that decides about the pixels, in one line; two presets with the same line give the same bytes.
    package var definition: String {
        let sizing =
            switch sizing {
            case .shortSide(let cropFraction): "short-side floor(size/\(cropFraction)) then \(crop.description)"
            case .stretch: "stretch"
            case .fit: "fit"
            }
        let turned = decoding.appliesOrientation ? " and orient" : ""
        let mended = decoding.allowsTruncated ? " and mend" : ""
        return
            "preset 1: decode \(decoding.style.rawValue)\(turned)\(mended); \(sizing); \(kernel.rawValue); fill \(fill)"
    }

    /// SHA-256 of ``definition``: recorded in every manifest.
    package var hash: SHA256Digest { SHA256.hash(definition) }
}

extension Preset.Crop {
    /// Part of ``Preset/definition``, whose words do not change.
    fileprivate var description: String {
        switch self {
        case .center: "centre-crop"
        case .offCenter: "off-center-crop"
        case .corner: "corner-crop"
        }
    }
}
