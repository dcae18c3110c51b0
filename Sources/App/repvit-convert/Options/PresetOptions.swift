import ArgumentParser
import CalibrationData
import Imaging
import InputContract

/// `--preset`, `--size`, and how files are decoded.
struct PresetOptions: ParsableArguments {
    @Option(
        name: .customLong("preset"),
        help: ArgumentHelp(
            "How pictures are brought to the model's size: \(Preset.all.map(\.identifier).joined(separator: ", ")), or a YAML file.",
            valueName: "name or file"))
    var presetName = Preset.timm.identifier

    @Option(
        name: .customLong("size"),
        help: ArgumentHelp("The side of the model's input, in pixels. Default: 224.", valueName: "pixels"))
    var givenSize: Int?

    @Flag(help: "Turn JPEG pictures by their EXIF orientation, which timm does not.")
    var exif = false

    @Flag(help: "Take pictures whose files are cut short; what is missing comes out gray or black.")
    var allowTruncated = false

    var size: Int { givenSize ?? 224 }

    /// - Throws: `PresetError`.
    func resolve() throws -> Preset {
        var preset = try Preset(nameOrPath: presetName)
        if exif { preset.decoding.appliesOrientation = true }
        if allowTruncated { preset.decoding.allowsTruncated = true }
        return preset
    }
}

extension NV12Range: ExpressibleByArgument {}
