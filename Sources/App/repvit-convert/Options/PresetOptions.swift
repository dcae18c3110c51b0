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
        help: ArgumentHelp(
            "Fraction of the resized short side that the center crop keeps: timm's crop_pct.", valueName: "f"))
    var crop: Double?

    @Option(
        name: .customLong("size"),
        help: ArgumentHelp(
            "Size of the model input, such as 224 or 192x256 (height x width). (default: 224)", valueName: "pixels"))
    var givenSize: ImageSize?

    @Flag(help: "Apply the EXIF orientation of JPEG images, which timm does not.")
    var exif = false

    @Flag(help: "Accept truncated images; missing pixels are gray or black.")
    var allowTruncated = false

    var size: ImageSize { givenSize ?? InputSpecification.timmDefault.size }

    /// The preset file, if a file was given: an input of the command.
    var file: String? { Preset.all.contains { $0.identifier == presetName } ? nil : presetName }

    /// - Throws: `PresetError`, `InputError`.
    func resolve() throws -> Preset {
        var request = InputRequest()
        request.preset = try Preset(nameOrPath: presetName)
        request.cropFraction = crop
        var preset = try request.resolve().input.preset
        if exif { preset.decoding.appliesOrientation = true }
        if allowTruncated { preset.decoding.allowsTruncated = true }
        return preset
    }
}

extension NV12Range: ExpressibleByArgument {}
