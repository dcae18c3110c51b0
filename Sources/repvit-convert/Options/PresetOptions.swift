public import ArgumentParser
public import CalibrationData
import Primitives

/// `--preset` and `--size`.
struct PresetOptions: ParsableArguments {
    @Option(help: "How pictures are brought to the model's size.")
    var preset: Preset = .timm

    @Option(help: ArgumentHelp("The side of the model's input, in pixels.", valueName: "pixels"))
    var size: Int = 224
}

extension Preset: ExpressibleByArgument {
    public init?(argument: String) {
        guard let preset = Preset.named(argument) else { return nil }
        self = preset
    }

    public var defaultValueDescription: String { identifier }
    public static var allValueStrings: [String] { all.map(\.identifier) }
}

extension NV12Range: ExpressibleByArgument {}
