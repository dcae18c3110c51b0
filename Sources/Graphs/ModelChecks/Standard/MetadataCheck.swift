internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Each key of the metadata is there once.
enum MetadataCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "duplicate-metadata",
        summary: "each key of the metadata is there once",
        reason: "Readers turn metadata_props into a dictionary: which of two values they keep is up to them.",
        fix: "Remove one of the two entries from metadata_props.",
        example: "metadata_props: {author: a}, {author: b}")

    static func findings(in context: CheckContext) -> [Finding] {
        var keys: Set<String> = []
        return context.model.metadata.filter { !keys.insert($0.key).inserted }.map {
            rule.error("the metadata has the key '\($0.key)' twice")
        }
    }
}
