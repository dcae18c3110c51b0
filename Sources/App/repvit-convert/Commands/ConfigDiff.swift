import ArgumentParser
import ConversionPipeline
import Diagnostics
import MapperYAML
import Reporting

/// `config diff`: compares two mapper YAMLs by meaning.
struct ConfigDiff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show how two mapper YAMLs differ in meaning.",
        discussion: """
            Compares the files as hb_mapper reads them: order, comments, quotes and whitespace are ignored, an omitted \
            key equals its default, and paths are relative to their file. Exits with 1 if the files differ.

            Example:

              repvit-convert config diff mine.yaml yaml/RepViT_m0_9_config.yaml
            """
    )

    @Argument(help: "A YAML file.")
    var first: String

    @Argument(help: "The YAML file to compare it with.")
    var second: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let report = ConfigDifferenceReport(try ConfigDifference.between(first, second))
        switch output.format {
        case .json: Terminal.output(try report.json())
        case .text where report.equal: Terminal.note("\(first) and \(second) mean the same")
        case .text: Terminal.output(report.text(first: first, second: second))
        }
        if !report.equal { throw ExitCode(ExitStatus.findings.rawValue) }
    }
}
