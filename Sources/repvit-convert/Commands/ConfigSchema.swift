import ArgumentParser
import MapperConfig
import Reporting

/// `config schema`: the JSON Schema of a mapper YAML, for editors.
struct ConfigSchema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of a mapper YAML, for editors.",
        discussion: """
            With the YAML language server, name it in the first line of a YAML:

              # yaml-language-server: $schema=mapper-config.schema.json

            Example:

              repvit-convert config schema > yaml/mapper-config.schema.json
            """
    )

    func run() throws {
        Terminal.output(JSONSchema.text)
    }
}
