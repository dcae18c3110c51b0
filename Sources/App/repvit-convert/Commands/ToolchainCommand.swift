import ArgumentParser

/// `toolchain`: groups the commands for the vendor's programs.
struct ToolchainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "toolchain",
        abstract: "Install, check and remove the vendor toolchain.",
        discussion: """
            The vendor's programs (hb_mapper and others) run in a Python 3.10 environment of their own, in the user's \
            cache, shared by all checkouts. REPVIT_TOOLCHAIN names another environment.

              repvit-convert toolchain install
              repvit-convert toolchain doctor
            """,
        subcommands: [
            ToolchainInstall.self, ToolchainDoctorCommand.self, ToolchainPath.self, ToolchainReason.self,
            ToolchainUninstall.self,
        ])
}
