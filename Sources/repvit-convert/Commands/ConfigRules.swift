import ArgumentParser
import Diagnostics
import MapperConfig
import Reporting

/// `config rules`: lists what `config lint` looks for.
struct ConfigRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Lists what `config lint` looks for.",
        discussion: """
            The severity is that of a rule's worst finding.

            Example:

              repvit-convert config rules --format json
            """
    )

    @OptionGroup var output: OutputOptions

    func run() throws {
        switch output.format {
        case .json:
            let rules = Linter.rules.map { RuleList.Rule(rule: $0.id, severity: $0.severity, summary: $0.summary) }
            Terminal.output(try JSONReport.encode(RuleList(rules: rules)))
        case .text:
            var table = Table(.left("rule"), .left("severity"), .left("what it makes sure of"))
            for rule in Linter.rules { table.append(rule.id, rule.severity.rawValue, rule.summary) }
            Terminal.output(table.render() + "\n")
        }
    }
}

private struct RuleList: Encodable {
    struct Rule: Encodable {
        var rule: String
        var severity: Severity
        var summary: String
    }

    var schemaVersion = 1
    var rules: [Rule]
}
