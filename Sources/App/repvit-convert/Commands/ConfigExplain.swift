import ArgumentParser
import Diagnostics
import MapperYAML
import Reporting

/// `config explain`: the meaning of a key of a mapper YAML, or of a rule.
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
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(KeyReport(schema)))
        case .text:
            var lines = ["\(key.rawValue), in \(schema.section.rawValue)", "  \(schema.summary)"]
            if schema.isDeprecated { lines.append("  deprecated") }
            lines.append("  value:   \(schema.valuePhrase)")
            if let defaultValue = schema.defaultValue { lines.append("  default: \(defaultValue)") }
            lines.append("  needed:  \(schema.presencePhrase)")
            Terminal.output(lines.joined(separator: "\n") + "\n")
        }
    }
}

private struct KeyReport: Encodable {
    var schemaVersion = 1
    var key: String
    var section: String
    var summary: String
    var value: String
    var values: [String]
    var defaultValue: String?
    var needed: String
    var deprecated: Bool
    var perInput: Bool

    init(_ schema: KeySchema) {
        key = schema.key.rawValue
        section = schema.section.rawValue
        summary = schema.summary
        value = schema.valuePhrase
        values = schema.values
        defaultValue = schema.defaultValue
        needed = schema.presencePhrase
        deprecated = schema.isDeprecated
        perInput = schema.isPerInput
    }
}
