internal import Diagnostics

enum FunctionSignatureRule: Rule {
    static let descriptor = RuleDescriptor(
        "function-signature", .error, .standard,
        summary: "functions are defined once, with unique outputs and attributes",
        reason: "Nodes refer to a function by domain, name and overload, and to its outputs and attributes by name.",
        fix: "Rename one of the two.",
        example: "functions: {own::F}, {own::F}")
}
