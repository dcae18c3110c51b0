import ArgumentParser

/// `config`: groups the commands for mapper YAMLs.
struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Write, check and change mapper YAMLs.",
        discussion: """
            Example:

              repvit-convert config generate m0_9 -o RepViT_m0_9_config.yaml
              repvit-convert config lint yaml/*.yaml
            """,
        subcommands: [
            ConfigGenerate.self, ConfigLint.self, ConfigSet.self, ConfigDiff.self, ConfigPathsCommand.self,
            ConfigExplain.self, ConfigRules.self, ConfigSchema.self,
        ]
    )
}
