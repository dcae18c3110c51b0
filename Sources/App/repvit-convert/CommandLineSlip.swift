import Diagnostics
import FoundationEssentials
import MapperYAML

/// A slip on the command line that explains everything else that is wrong with it: an unknown command, an unknown
/// option, or `-` for a file.
///
/// ArgumentParser validates a command before it looks for options that it does not know, so that `prepare --weight W`
/// would ask for images; and it counts a misspelled command as an unexpected argument.
struct CommandLineSlip: UserError, Equatable {
    let message: String
    let fix: String?
    var exitStatus: ExitStatus { .usage }

    /// `nil` if every command and option is known.
    ///
    /// - Parameter help: the program's commands, as `--experimental-dump-help` prints them.
    init?(in arguments: [String], help: String) {
        guard let tool = try? JSONDecoder().decode(ToolDescription.self, from: Data(help.utf8)) else { return nil }
        var command = tool.command
        var path = command.commandName
        var rest = arguments[...]
        while let subcommands = command.subcommands, let word = rest.first, !word.hasPrefix("-") {
            guard let next = subcommands.first(where: { $0.commandName == word }) else {
                let meant = NearestName.find(word, in: subcommands.map(\.commandName))
                message = "unknown command '\(word)'"
                fix = meant.map { "did you mean '\($0)'?" } ?? "see '\(path) --help'"
                return
            }
            command = next
            path += " " + word
            rest.removeFirst()
        }
        guard let unknown = command.unknownOption(in: rest) else { return nil }
        let meant = NearestName.find(unknown, in: command.longOptions)
        message = "unknown option '--\(unknown)'"
        fix = meant.map { "did you mean '--\($0)'?" } ?? "see '\(path) --help'"
    }

    private init(message: String, fix: String) {
        self.message = message
        self.fix = fix
    }

    /// No command reads models from standard input or writes them to standard output.
    static let dash = CommandLineSlip(
        message: "'-' is not supported as a path", fix: "name a file; './-' is a file called '-'")
}

/// What ArgumentParser says of the program, as far as it is needed here.
private struct ToolDescription: Decodable {
    var command: Command

    struct Command: Decodable {
        var commandName: String
        var subcommands: [Command]?
        var arguments: [Argument]?

        var longOptions: [String] {
            (arguments ?? []).flatMap { $0.names ?? [] }.filter { $0.kind == "long" }.map(\.name)
        }

        /// The first long option that the command does not have; values of options are skipped.
        func unknownOption(in words: ArraySlice<String>) -> String? {
            var rest = words
            while let word = rest.popFirst(), word != "--" {
                guard word.hasPrefix("-") else { continue }
                let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
                let argument = (arguments ?? []).first { $0.names?.contains { $0.name == name } ?? false }
                if argument == nil, word.hasPrefix("--"), !Self.builtIn.contains(name) { return name }
                if argument?.kind == "option", !word.contains("=") { rest = rest.dropFirst() }
            }
            return nil
        }

        /// Options that every command has without saying so.
        private static let builtIn: Set<String> = ["help", "help-hidden", "version"]
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: String
        var names: [Name]?
    }
}
