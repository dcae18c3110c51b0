import ArgumentParser
import Diagnostics
import MapperYAML
import Reporting

/// `config rules`: lists what `config lint` looks for.
struct ConfigRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Lists what `config lint` looks for.",
        discussion: """
            Rejected is what hb_mapper would stop at, regretted what it takes and makes a slower or less accurate model
            of, style what only reads badly. The severity is that of a rule's worst finding.

            Example:

              repvit-convert config rules --format json
            """
    )

    @OptionGroup var output: OutputOptions

    func run() throws {
        switch output.format {
        case .json:
            let rules = Linter.rules.map { RuleList.Rule($0) }
            Terminal.output(try JSONReport.encode(RuleList(rules: rules)))
        case .text:
            var table = Table(.left("rule"), .left("kind"), .left("severity"), .left("what it makes sure of"))
            for rule in Linter.rules {
                table.append(rule.id, rule.kind.rawValue, rule.severity.rawValue, rule.summary)
            }
            Terminal.output(table.render() + "\n")
        }
    }
}

/// `{"schema_version":1,"rules":[{"rule","kind","severity","summary"}]}`.
struct RuleList: Encodable {
    struct Rule: Encodable {
        var rule: String
        var kind: RuleDescription.Kind
        var severity: Severity
        var summary: String

        init(_ description: RuleDescription) {
            rule = description.id
            kind = description.kind
            severity = description.severity
            summary = description.summary
        }
    }

    var schemaVersion = 1
    var rules: [Rule]
}
