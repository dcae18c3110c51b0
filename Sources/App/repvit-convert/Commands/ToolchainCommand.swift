import ArgumentParser

/// `toolchain`: a folder for its subcommands.
struct ToolchainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "toolchain",
        abstract: "Installs and examines the vendor toolchain.",
        discussion: """
            The vendor's programs (hb_mapper and friends) live in a Python 3.10 environment of their own, under the
            user's cache, shared by every checkout. REPVIT_TOOLCHAIN names another place.

              repvit-convert toolchain install
              repvit-convert toolchain doctor
            """,
        subcommands: [ToolchainInstall.self, ToolchainDoctorCommand.self, ToolchainPath.self])
}
