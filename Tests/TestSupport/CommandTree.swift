internal import Foundation

/// A command of the program with its options, as `--experimental-dump-help` describes it.
package struct CommandDescription: Decodable, Sendable {
    package struct Argument: Decodable, Sendable {
        package struct Name: Decodable, Sendable {
            package var kind: String
            package var name: String
        }

        package var kind: String
        package var names: [Name]?
    }

    package var commandName: String
    package var superCommands: [String]?
    package var subcommands: [CommandDescription]?
    package var arguments: [Argument]?

    /// `["calibration", "make"]`; empty for the program itself.
    package var path: [String] { ((superCommands ?? []) + [commandName]).dropFirst().map(\.self) }

    /// The command and all below it, without ArgumentParser's own `help`.
    package var all: [CommandDescription] {
        [self] + (subcommands ?? []).filter { $0.commandName != "help" }.flatMap(\.all)
    }

    /// Whether the command has a long option.
    package func has(option name: String) -> Bool {
        (arguments ?? []).contains { $0.names?.contains { $0.kind == "long" && $0.name == name } ?? false }
    }

    /// The program's commands.
    package static func root() async throws -> CommandDescription {
        struct Tool: Decodable { var command: CommandDescription }
        let dump = try await Command.repvitConvert("--experimental-dump-help").standardOutput(orThrow: "dump-help")
        return try JSONDecoder().decode(Tool.self, from: Data(dump.utf8)).command
    }
}
