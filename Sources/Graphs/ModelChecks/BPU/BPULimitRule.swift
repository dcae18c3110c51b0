internal import Diagnostics

enum BPULimitRule: Rule {
    static let descriptor = RuleDescriptor(
        "bpu-limit",
        summary: "kernels, strides, channels and forms are within the BPU's limits",
        reason: """
            The BPU supports the operator, but not in this form: hb_mapper places it on the CPU, which costs as much \
            as an unsupported operator, or fails to compile it. The limits were measured with hb_mapper checker.
            """,
        fix: "Change the layer to stay within the limits, or split it.",
        example: "Conv(x, w: [8, 8, 3, 3]) with dilations [2, 2] and strides [2, 2]")
}
