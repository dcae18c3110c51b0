import ArgumentParser
import Reporting
import VendorTools

/// `toolchain install`.
struct ToolchainInstall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Installs the vendor toolchain, pinned and hash-checked.",
        discussion: """
            Takes about a minute over a fast link and 2.7 GB of disk. Needs Python 3.10 (on PATH, under pyenv, or
            from uv). A second run does nothing. Prints the folder.

              repvit-convert toolchain install
            """)

    func run() async throws {
        let installer = try ToolchainInstaller()
        let bar = ProgressBar()
        defer { bar.clear() }
        switch try await installer.run(progress: bar.handler) {
        case .installed(let environment):
            bar.clear()
            Terminal.note("installed; the log is \(installer.logPath)")
            Terminal.output(environment.folder + "\n")
        case .alreadyThere(let environment):
            Terminal.note("the toolchain is installed already; nothing to do")
            Terminal.output(environment.folder + "\n")
        }
    }
}
