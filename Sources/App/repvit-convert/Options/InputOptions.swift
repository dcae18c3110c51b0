import ArgumentParser
import CalibrationData
import Imaging
package import InputContract

/// `--input-size`, `--mean`, `--std`, `--pretrained-config`: what the network was trained on.
struct InputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Input size, such as 224 or 192x256 (height x width). (default: the model's, or 224)", valueName: "pixels"))
    var inputSize: ImageSize?

    @Option(help: ArgumentHelp("Mean of R, G and B, for pixels of 0...255. (default: ImageNet's)", valueName: "r,g,b"))
    var mean: ChannelValues?

    @Option(
        help: ArgumentHelp(
            "Standard deviation of R, G and B, for pixels of 0...255. (default: ImageNet's)", valueName: "r,g,b"))
    var std: ChannelValues?

    @Option(
        help: ArgumentHelp(
            "timm's config.json of the model: size, mean, deviation, crop and interpolation.", valueName: "file.json"),
        completion: .file(extensions: ["json"]))
    var pretrainedConfig: String?

    @Option(help: "Range of the board's NV12 input: full, or video as OpenCV produces it.")
    var range: NV12Range = .full

    /// - Throws: `FileError`, `InputError`.
    func request(march: March = .bayesE) throws -> InputRequest {
        var request = InputRequest(range: range, march: march)
        request.size = inputSize
        request.mean = mean?.values
        request.deviation = std?.values
        request.pretrained = try pretrainedConfig.map { try PretrainedConfig(contentsOf: $0) }
        return request
    }
}

/// Three numbers, `123.675,116.28,103.53`, or one for all channels.
struct ChannelValues: ExpressibleByArgument {
    let values: [Double]

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        let values = parts.compactMap { Double($0.trimmingPrefix { $0 == " " }) }
        guard values.count == parts.count, values.allSatisfy(\.isFinite) else { return nil }
        switch values.count {
        case 1: self.values = [values[0], values[0], values[0]]
        case 3: self.values = values
        default: return nil
        }
    }
}

extension ImageSize: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
