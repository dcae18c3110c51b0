internal import Diagnostics

enum TensorPayloadRule: Rule {
    static let descriptor = RuleDescriptor(
        "tensor-payload", .error, .standard,
        summary: "tensors have as many elements as their shapes",
        reason: """
            A reader that trusts the shape reads past the end of a short payload. A long payload is legal, but usually \
            means that shape or payload is wrong.
            """,
        fix: "Export again; the file may be truncated, or the shape edited by hand.",
        example: "dims: [64, 3, 3, 3], data_type: float, and raw_data of 100 bytes instead of 6912")
}
