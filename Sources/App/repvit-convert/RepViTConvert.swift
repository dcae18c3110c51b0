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
        abstract: "Turns RepViT into a fast, accurate INT8 model for the RDK X5.",
        discussion: """
            A first run, offline, with seeded weights and built-in images:

              repvit-convert prepare m0_9 --demo
              repvit-convert build m0_9

            Results go to standard output, everything else to standard error.
            Exit codes: 0 done, 1 findings, 2 failed, 64 usage, 69 a tool is missing, 130 interrupted.
            """,
        version: ToolVersion.current,
        groupedSubcommands: [
            CommandGroup(name: "The main job", subcommands: [Prepare.self, Build.self]),
            CommandGroup(
                name: "Models",
                subcommands: [
                    Export.self, Simplify.self, Download.self, Params.self, Verify.self, Inspect.self, Compare.self,
                    Infer.self,
                ]),
            CommandGroup(name: "Inputs of the mapper", subcommands: [Config.self, Calibration.self]),
            CommandGroup(name: "The vendor's tools", subcommands: [ToolchainCommand.self]),
        ]
    )

    static func main() async {
        // A reader that goes away (`| head`) is not an error of ours.
        signal(SIGPIPE, SIG_IGN)
        do {
            try await Interruption.run {
                var command = try parseAsRoot()
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            }
        } catch let error as any UserError {
            Terminal.report(error)
            Glibc.exit(error.exitStatus.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}
