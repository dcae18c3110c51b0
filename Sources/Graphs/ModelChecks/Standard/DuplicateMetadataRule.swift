internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Metadata keys are unique.
enum DuplicateMetadataRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "duplicate-metadata", .error, .standard,
        summary: "metadata keys are unique",
        reason: "Readers turn metadata_props into a dictionary; which of two values survives is undefined.",
        fix: "Remove one of the two entries from metadata_props.",
        example: "metadata_props: {author: a}, {author: b}")

    static func findings(in context: CheckContext) -> [Finding] {
        var keys: Set<String> = []
        return context.model.metadata.filter { !keys.insert($0.key).inserted }.map {
            error("duplicate metadata key '\($0.key)'")
        }
    }
}
