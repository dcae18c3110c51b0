public import FileSupport

/// From a picture's file to the bytes of a sample: a preset and a format, under one name and one hash.
public struct Recipe: Sendable, Hashable {
    public let preset: Preset
    public let format: SampleFormat

    public init(preset: Preset, format: SampleFormat) {
        self.preset = preset
        self.format = format
    }

    /// `timm-nv12-full`: a range is part of the name.
    public var identifier: String { preset.identifier + "-" + format.identifier }
    public var definition: String { preset.definition + " | " + format.definition }
    /// SHA-256 of ``definition``: recorded in every manifest.
    public var hash: SHA256Digest { SHA256.hash(definition) }
}
