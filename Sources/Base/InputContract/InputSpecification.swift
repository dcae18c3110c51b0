/// How an image becomes the network's input: what network, mapper YAML, calibration data, simulator and board must
/// agree on.
///
/// It is made once, from a variant's defaults or an ``InputRequest``, is recorded in every manifest, and nothing else
/// in the program knows a mean, a crop or a range.
package struct InputSpecification: Sendable, Hashable, Codable {
    package var size: ImageSize
    package var layout: TensorLayout
    package var normalization: Normalization
    /// How an image is brought to the size, crop included.
    package var preset: Preset
    /// The range of the NV12 that the compiled model is fed.
    package var range: NV12Range
    package var march: March

    package init(
        size: ImageSize, layout: TensorLayout = .nchw, normalization: Normalization, preset: Preset,
        range: NV12Range = .full, march: March = .bayesE
    ) {
        self.size = size
        self.layout = layout
        self.normalization = normalization
        self.preset = preset
        self.range = range
        self.march = march
    }

    /// What timm records for every RepViT: ImageNet's mean and deviation, bicubic, `crop_pct` 0.95.
    package static let repViT = InputSpecification(
        size: ImageSize(square: 224), normalization: .imageNet, preset: .timm)

    /// What timm assumes where a network does not say: ImageNet's mean and deviation, bicubic, `crop_pct` 0.875.
    package static let timmDefault = InputSpecification(
        size: ImageSize(square: 224), normalization: .imageNet, preset: .timm(cropFraction: 0.875))

    /// The tensor's shape for one image.
    package var shape: [Int] { layout.shape(size) }

    private enum CodingKeys: String, CodingKey {
        case size, layout, normalization, preset, march
        case range = "nv12Range"
    }
}
