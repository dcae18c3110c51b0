internal import Diagnostics

enum RecursiveFunctionRule: Rule {
    static let descriptor = RuleDescriptor(
        "recursive-function", .error, .standard,
        summary: "functions are not recursive or nested too deeply",
        reason: """
            Calls are inlined. A function that reaches itself never ends, and a chain of more than 100 calls is \
            rejected as an attack on the reader.
            """,
        fix: "Express the repetition with Loop or Scan.",
        example: "function own::F(x) { own::F(x) -> y }")
}
