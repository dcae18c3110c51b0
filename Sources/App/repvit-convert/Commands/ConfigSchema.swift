import ArgumentParser
import MapperYAML
import Reporting

/// `config schema`: the JSON Schema of a mapper YAML, for editors.
struct ConfigSchema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of a mapper YAML for editors, or its reference page.",
        discussion: """
            For the YAML language server, name it in the first line of a YAML:

              # yaml-language-server: $schema=mapper-config.schema.json

            Example:

              repvit-convert config schema > yaml/mapper-config.schema.json
              repvit-convert config schema --format markdown > docs/mapper-yaml.md
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json
        case markdown
    }

    @Option(help: "A JSON Schema (draft 2020-12), or the reference page in Markdown.")
    var format: Format = .json

    func run() throws {
        switch format {
        case .json: Terminal.output(JSONSchema.text)
        case .markdown: Terminal.output(ReferencePage.text)
        }
    }
}
