import ArgumentParser
import CalibrationData
import InputContract

/// `--preset`, `--crop`, `--mean`, `--std`, `--pretrained-config`: how a network is fed, where its files do not say.
struct NetworkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Preprocessing: a preset, as for calibration make, or a YAML file. (default: what the name was prepared \
            with, or timm)
            """, valueName: "name|file"),
        completion: .presets)
    var preset: String?

    @Option(help: ArgumentHelp("Fraction of the resized short side that the center crop keeps.", valueName: "f"))
    var crop: Double?

    @Option(
        help: ArgumentHelp(
            "Mean of R, G and B that a float model expects, for pixels of 0...255. (default: the config's, or ImageNet's)",
            valueName: "r,g,b"))
    var mean: ChannelValues?

    @Option(
        help: ArgumentHelp(
            "Standard deviation of R, G and B, likewise. (default: the config's, or ImageNet's)", valueName: "r,g,b"))
    var std: ChannelValues?

    @Option(
        help: ArgumentHelp("timm's config.json of the model, instead of these options.", valueName: "file.json"),
        completion: .file(extensions: ["json"]))
    var pretrainedConfig: String?

    /// - Throws: `FileError`, `InputError`, `PresetError`.
    func request() throws -> InputRequest {
        var request = InputRequest()
        request.preset = try preset.map { try Preset(nameOrPath: $0) }
        request.cropFraction = crop
        request.mean = mean?.values
        request.deviation = std?.values
        request.pretrained = try pretrainedConfig.map { try PretrainedConfig(contentsOf: $0) }
        return request
    }
}
