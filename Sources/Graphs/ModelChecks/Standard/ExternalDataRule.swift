internal import Diagnostics

enum ExternalDataRule: Rule {
    static let descriptor = RuleDescriptor(
        "external-data", .error, .standard,
        summary: "external payloads are complete files in the model's directory",
        reason: """
            Without the file, the weights are missing. A path that leaves the directory could make a reader disclose \
            or load unrelated files.
            """,
        fix: "Keep the external data next to the model, under the name that the exporter wrote.",
        example: "external_data: {location: '../weights.bin'}")
}
