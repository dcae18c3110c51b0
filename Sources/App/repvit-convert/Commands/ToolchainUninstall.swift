import ArgumentParser
import Reporting
import VendorTools

/// `toolchain uninstall`.
struct ToolchainUninstall: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall",
        abstract: "Remove the environment that toolchain install made.",
        discussion: """
            Frees 2.7 GB. Refuses a folder that this program did not make. Prints the folder.

              repvit-convert toolchain uninstall
            """)

    func run() throws {
        let installer = try ToolchainInstaller()
        let wasInstalled = try installer.uninstall()
        Terminal.note(wasInstalled ? "uninstalled" : "not installed")
        Terminal.output(installer.folder + "\n")
    }
}
