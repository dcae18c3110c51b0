import ArgumentParser
import Reporting
import VendorTools

/// `toolchain path`.
struct ToolchainPath: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "path",
        abstract: "Print the folder of the installed toolchain.",
        discussion: """
            The vendor's programs are in its folder bin:

              "$(repvit-convert toolchain path)"/bin/hb_mapper --version
            """)

    func run() throws {
        Terminal.output(try Toolchain.locate().folder + "\n")
    }
}
