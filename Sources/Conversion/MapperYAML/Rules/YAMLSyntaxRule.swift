internal import Diagnostics
internal import YAML

/// The file parses. The parser's error is the finding.
enum YAMLSyntaxRule: Rule {
    static let descriptor = RuleDescriptor(
        "yaml-syntax",
        summary: "the file is YAML that PyYAML can read",
        reason: "hb_mapper reads the file with PyYAML and stops with a traceback.",
        fix: "Correct the syntax at the reported position.",
        example: "march: bayes-e: x")

    static func finding(_ error: YAMLError) -> Finding {
        Finding(
            rule: descriptor.id, severity: .error, message: error.message, fix: error.fix, location: error.location,
            sourceLine: error.place?.line)
    }
}
