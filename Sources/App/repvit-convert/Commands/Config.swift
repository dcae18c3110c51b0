import ArgumentParser

/// `config`: the mapper YAML that tells the toolchain what to build.
struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Writes, checks and changes mapper YAMLs.",
        discussion: """
            Example:

              repvit-convert config generate m0_9 -o RepViT_m0_9_config.yaml
              repvit-convert config lint yaml/*.yaml
            """,
        subcommands: [
            ConfigGenerate.self, ConfigLint.self, ConfigSet.self, ConfigDiff.self, ConfigExplain.self,
            ConfigRules.self, ConfigSchema.self,
        ]
    )
}
