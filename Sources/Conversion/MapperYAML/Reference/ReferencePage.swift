internal import Diagnostics

/// The reference of the mapper YAML as Markdown, generated from the schema and the rules.
package enum ReferencePage {
    /// The same text every time.
    package static var text: String {
        var lines = [
            "# The mapper YAML",
            "",
            "Every key that hb_mapper 1.24.3 reads, and every rule of `repvit-convert config lint`. Generated from the schema",
            "by `repvit-convert config schema --format markdown`; the schema was found by running hb_mapper on variations of",
            "a config, and the tests compare it with hb_mapper.",
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
            lines.append("- also accepted, but undocumented: \(key.unusualValues.joined(separator: ", "))")
        }
        return lines + [""]
    }

    private static var rules: [String] {
        var lines = [
            "## Rules",
            "",
            "*invalid*: hb_mapper rejects the file; *performance*: it accepts the file, at the cost of speed or accuracy;",
            "*style*: readability. `repvit-convert config explain RULE` prints the reason, the fix and an example.",
            "",
            "| rule | kind | checks that |",
            "| --- | --- | --- |",
        ]
        for kind in RuleDescriptor.Kind.allCases {
            for rule in Linter.rules.descriptors where rule.kind == kind {
                lines.append("| `\(rule.id)` | \(kind.rawValue) | \(rule.summary.replacing("|", with: "\\|")) |")
            }
        }
        return lines + [
            "",
            "Disable a rule with `--disable RULE`, or in the file:",
            "",
            "```yaml",
            "march: bayes  # repvit-lint: disable=march-not-x5",
            "# repvit-lint: disable=debug-on, optimize-level",
            "# repvit-lint: disable-file=imagenet-norm",
            "```",
            "",
            "The first comment applies to its line, the second to the next line that is not a comment, the third to the file.",
        ]
    }
}
