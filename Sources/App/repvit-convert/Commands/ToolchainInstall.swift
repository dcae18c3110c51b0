import ArgumentParser
import Reporting
import VendorTools

/// `toolchain install`.
struct ToolchainInstall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Install the vendor toolchain, with pinned versions and checked hashes.",
        discussion: """
            Needs about a minute on a fast connection, and 2.7 GB of disk space. Needs Python 3.10 (on PATH, from \
            pyenv or from uv). Does nothing if the toolchain is installed. Prints its folder.

              repvit-convert toolchain install
            """)

    func run() async throws {
        let installer = try ToolchainInstaller()
        let bar = ProgressBar()
        defer { bar.clear() }
        let outcome = try await installer.run(progress: bar.handler)
        bar.clear()
        switch outcome {
        case .installed: Terminal.note("installed; log: \(installer.logPath)")
        case .alreadyInstalled: Terminal.note("already installed")
        }
        Terminal.output(outcome.environment.folder + "\n")
    }
}
