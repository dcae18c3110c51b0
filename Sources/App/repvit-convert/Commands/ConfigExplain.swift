import ArgumentParser
import ConversionPipeline
import Diagnostics
import MapperYAML
import Reporting

/// `config explain`: explains a key of a mapper YAML, or a rule.
struct ConfigExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a key of a mapper YAML, or a rule of `config lint`.",
        discussion: """
            Example:

              repvit-convert config explain calibration_type
              repvit-convert config explain shared-output
            """
    )

    @Argument(help: "A key such as march, or a rule such as odd-size.")
    var name: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        if let rule = Linter.rules[name] {
            let listing = RuleListing([rule])
            return Terminal.output(output.format == .json ? try listing.json() : listing.explanation)
        }
        let key = try Key(named: name)
        guard let schema = Schema.schema(of: key) else { return }
        let report = KeyReport(schema)
        Terminal.output(output.format == .json ? try report.json() : report.text)
    }
}
