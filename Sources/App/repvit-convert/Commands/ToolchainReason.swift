import ArgumentParser
import Reporting
import VendorTools

/// `toolchain reason`: why one of the vendor's programs failed.
struct ToolchainReason: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reason",
        abstract: "Print why one of the vendor's programs failed.",
        discussion: """
            Reads a log and prints one line: the last exception, else the last error, else the last line.

            Example:

              repvit-convert toolchain reason work/m0_9/logs/build.log
            """)

    @Argument(help: "The output of hb_mapper or another program of the toolchain.")
    var log: String

    func run() throws {
        Terminal.output(try VendorFailure.reason(log: log) + "\n")
    }
}
