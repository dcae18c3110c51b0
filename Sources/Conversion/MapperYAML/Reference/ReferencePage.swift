/// The reference of a mapper YAML as Markdown, made from the schema and the rules.
package enum ReferencePage {
    /// The same text every time.
    package static var text: String {
        var lines = [
            "# The mapper YAML",
            "",
            "Every key that hb_mapper 1.24.3 reads, and every rule of `repvit-convert config lint`. Made from the schema in",
            "`Sources/MapperConfig/Schema` by `repvit-convert config schema --format markdown`; found by running hb_mapper on",
            "variations of a configuration, and compared with it in the tests.",
            "",
        ]
        for section in Section.allCases {
            lines += ["## \(section.rawValue)", ""]
            lines += section.isRequired ? ["Required.", ""] : []
            for key in Schema.keys(of: section) { lines += entry(key) }
        }
        lines += rules
        return lines.joined(separator: "\n") + "\n"
    }

    private static func entry(_ key: KeySchema) -> [String] {
        var lines = ["### `\(key.key.rawValue)`", ""]
        if key.isDeprecated { lines += ["**Deprecated.**", ""] }
        lines += [key.summary, "", "- value: \(key.valuePhrase)"]
        if let defaultValue = key.defaultValue { lines.append("- default: \(defaultValue)") }
        if key.presence != .optional { lines.append("- needed: \(key.presencePhrase)") }
        if !key.unusualValues.isEmpty {
            lines.append("- also taken, and not documented by the vendor: \(key.unusualValues.joined(separator: ", "))")
        }
        return lines + [""]
    }

    private static var rules: [String] {
        var lines = [
            "## Rules",
            "",
            "*rejected*: hb_mapper would stop; *regretted*: it goes on, and the model is slower or less accurate than it",
            "should be; *style*: it only reads badly.",
            "",
            "| rule | kind | what it makes sure of |",
            "| --- | --- | --- |",
        ]
        for kind in RuleDescription.Kind.allCases {
            for rule in Linter.rules where rule.kind == kind {
                lines.append("| `\(rule.id)` | \(kind.rawValue) | \(rule.summary.replacing("|", with: "\\|")) |")
            }
        }
        return lines + [
            "",
            "A rule is switched off with `--disable RULE`, or in the file:",
            "",
            "```yaml",
            "march: bayes  # repvit-lint: disable=march-not-x5",
            "# repvit-lint: disable=debug-on, optimize-level",
            "# repvit-lint: disable-file=imagenet-norm",
            "```",
            "",
            "The first comment holds for its line, the second for the next line that is no comment, the third for the file.",
        ]
    }
}
