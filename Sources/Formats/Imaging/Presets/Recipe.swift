package import Support
package import InputContract

/// From an image's file to the bytes of a sample: a preset and a format, under one name and one hash.
package struct Recipe: Sendable, Hashable {
    package let preset: Preset
    package let format: SampleFormat

    package init(preset: Preset, format: SampleFormat) {
        self.preset = preset
        self.format = format
    }

    /// `timm-nv12-full`: a range is part of the name.
    package var identifier: String { preset.identifier + "-" + format.identifier }
    package var definition: String { preset.definition + " | " + format.definition }
    /// SHA-256 of ``definition``: recorded in every manifest.
    package var hash: SHA256Digest { SHA256.hash(definition) }
}
