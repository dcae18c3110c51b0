import ArgumentParser
import ConversionPipeline
import MapperYAML
import Reporting
import Support

/// `config paths`: the files that a mapper YAML names.
struct ConfigPathsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paths",
        abstract: "Print the resolved paths of a mapper YAML.",
        discussion: """
            Prints a line KEY=VALUE for each of model, march, working_dir, prefix, bin, quantized_model, input_shape \
            and calibration_folder. Paths are absolute, defaults are filled in, and values that are not set are empty. \
            For several inputs, prints the shape and the folder of the first.

            Example:

              repvit-convert config paths yaml/RepViT_m0_9_config.yaml
            """
    )

    @Argument(help: "A YAML file.")
    var config: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let path = Path.join(Path.resolvingLinks("."), config)
        let report = ConfigPathsReport(try ConfigPaths(contentsOf: path))
        Terminal.output(output.format == .json ? try report.json() : report.text)
    }
}
