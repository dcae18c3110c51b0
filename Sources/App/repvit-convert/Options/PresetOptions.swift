import ArgumentParser
import CalibrationData
import Imaging
import InputContract

/// `--preset`, `--size`, and how files are decoded.
struct PresetOptions: ParsableArguments {
    @Option(
        name: .customLong("preset"),
        help: ArgumentHelp(
            "Preprocessing: \(Preset.all.map(\.identifier).joined(separator: ", ")), or a YAML file.",
            valueName: "name|file"),
        completion: .presets)
    var presetName = Preset.timm.identifier

    @Option(
        name: .customLong("size"),
        help: ArgumentHelp("Side of the square model input in pixels. (default: 224)", valueName: "pixels"))
    var givenSize: Int?

    @Flag(help: "Apply the EXIF orientation of JPEG images, which timm does not.")
    var exif = false

    @Flag(help: "Accept truncated images; missing pixels are gray or black.")
    var allowTruncated = false

    var size: Int { givenSize ?? 224 }

    /// The preset file, if a file was given: an input of the command.
    var file: String? { Preset.all.contains { $0.identifier == presetName } ? nil : presetName }

    /// - Throws: `PresetError`.
    func resolve() throws -> Preset {
        var preset = try Preset(nameOrPath: presetName)
        if exif { preset.decoding.appliesOrientation = true }
        if allowTruncated { preset.decoding.allowsTruncated = true }
        return preset
    }
}

extension NV12Range: ExpressibleByArgument {}
