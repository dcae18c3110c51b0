internal import Diagnostics

enum FunctionOpsetRule: Rule {
    static let descriptor = RuleDescriptor(
        "function-opset", .error, .standard,
        summary: "operators mean the same in a function as in the model",
        reason: """
            Inlining reads the function's nodes by the model's opset imports. An operator that changed between the two \
            versions then means something else.
            """,
        fix: "Import the same opset in function and model, or convert the function's nodes.",
        example: "the model imports opset 13, the function opset 11, and the function uses Squeeze")
}
