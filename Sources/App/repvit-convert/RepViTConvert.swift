import ArgumentParser
import ConversionPipeline
import Diagnostics
import Glibc
import Reporting
import VendorTools

/// The command line: parses, runs one command, and turns what it throws into one message and an exit code.
@main
struct RepViTConvert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repvit-convert",
        abstract: "Convert RepViT and other classifiers to INT8 models for the RDK X5.",
        discussion: """
            To try it offline, with seeded weights and built-in images:

              repvit-convert prepare m0_9 --demo
              repvit-convert build m0_9

            Results go to standard output, everything else to standard error. Exit codes: 0 success, 1 findings, \
            2 failure, 64 usage error, 69 missing tool, 130 interrupted.

            Shell completion: repvit-convert --generate-completion-script bash (or zsh, fish).
            """,
        version: ToolVersion.current,
        groupedSubcommands: [
            CommandGroup(name: "Conversion", subcommands: [Prepare.self, Build.self]),
            CommandGroup(
                name: "Model",
                subcommands: [
                    Export.self, Simplify.self, Download.self, Params.self, Verify.self, Inspect.self, Compare.self,
                    Infer.self,
                ]),
            CommandGroup(name: "Accuracy", subcommands: [Evaluate.self, ExplainCommand.self]),
            CommandGroup(name: "Board", subcommands: [Board.self]),
            CommandGroup(name: "Configuration and data", subcommands: [Config.self, Calibration.self]),
            CommandGroup(name: "Toolchain", subcommands: [ToolchainCommand.self, Errors.self]),
        ]
    )

    static func main() async {
        // A reader that goes away (`| head`) is not an error of ours.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        var exitCode = ExitStatus.success.rawValue
        do {
            try ResourceLimits.check()
            try await Interruption.run { try await run(arguments) }
        } catch {
            exitCode = report(error, arguments)
        }
        if let failure = StandardOutput.failure {
            Terminal.report(failure)
            exitCode = max(exitCode, failure.exitStatus.rawValue)
        }
        Glibc.exit(exitCode)
    }

    private static func run(_ arguments: [String]) async throws {
        if arguments.contains("-") { throw CommandLineSlip.dash }
        var command = try parseAsRoot(arguments)
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
    }

    /// Prints an error, or the help that was asked for, and returns the exit code.
    private static func report(_ error: any Error, _ arguments: [String]) -> Int32 {
        if let error = error as? any UserError {
            Terminal.report(error)
            return error.exitStatus.rawValue
        }
        let code = exitCode(for: error)
        if code == .validationFailure, let slip = CommandLineSlip(in: arguments, help: _dumpHelp()) {
            Terminal.report(slip)
            return slip.exitStatus.rawValue
        }
        let message = UsageLine.wrapping(fullMessage(for: error), width: Terminal.width)
        if code.isSuccess {
            Terminal.output(message.hasSuffix("\n") ? message : message + "\n")
        } else if !message.isEmpty {
            Terminal.note(message.replacing("Error: ", with: "error: ", maxReplacements: 1))
        }
        return code.rawValue
    }
}
