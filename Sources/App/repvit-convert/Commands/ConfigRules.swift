import ArgumentParser
import Diagnostics
import MapperYAML
import Reporting

/// `config rules`: the rules of `config lint`.
struct ConfigRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "List the rules of `config lint`.",
        discussion: """
            What breaks an invalid rule, hb_mapper rejects; performance rules concern speed and accuracy, style rules readability. The severity is that of a rule's worst finding.

            Example:

              repvit-convert config rules --format json
            """
    )

    @OptionGroup var output: OutputOptions

    func run() throws {
        let listing = RuleListing(Linter.rules.descriptors)
        switch output.format {
        case .json: Terminal.output(try listing.json())
        case .text: Terminal.output(listing.list)
        }
    }
}
