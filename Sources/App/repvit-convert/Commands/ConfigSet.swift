import ArgumentParser
import MapperYAML
import Reporting

/// `config set`: changes settings of a mapper YAML in place.
struct ConfigSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change settings of a mapper YAML; keep its comments and order.",
        discussion: """
            A key that is missing is added to its section. The file is replaced at once, or not at all if one of the
            values cannot be.

            Example:

              repvit-convert config set config.yaml optimize_level=O3 debug=false --unset log_level
            """
    )

    @Argument(help: "The YAML file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Argument(help: "Settings as KEY=VALUE.")
    var changes: [String] = []

    @Option(help: "A key to take out; may be given several times.")
    var unset: [String] = []

    func validate() throws {
        if changes.isEmpty, unset.isEmpty { throw ValidationError("nothing to change: pass KEY=VALUE or --unset KEY") }
    }

    func run() throws {
        let isChanged = try ConfigEditor.change(
            file, set: changes.map { try Assignment(parsing: $0) }, unset: unset.map { try Key(named: $0) })
        Terminal.note(isChanged ? "changed \(file)" : "\(file) is so already")
    }
}
