internal import Diagnostics

enum BPUOperatorRule: Rule {
    static let descriptor = RuleDescriptor(
        "bpu-operator",
        summary: "every operator runs on the BPU",
        reason: """
            Other operators fall back to the CPU: data is dequantized, leaves the BPU, is computed in float32 on an \
            ARM core, and returns. One such operator in the middle of a network can cost more than the rest of it.
            """,
        fix: "Replace it with operators that the BPU supports, or compute it after the model.",
        example: "Conv(x) -> y; Softmax(y) -> z; Conv(z) -> out")
}
