internal import Diagnostics

/// The file is a model. It has no check: a file that breaks it has nothing to check.
enum UnreadableFileRule: Rule {
    static let descriptor = RuleDescriptor(
        "unreadable-file", .error, .standard,
        summary: "the file is a complete ONNX model",
        reason: "A file that cannot be read cannot be checked; verify exits with 2.",
        fix: "Check the path; copy, download or export the file again. It may be truncated or of another kind.",
        example: "model.onnx is a Git LFS pointer, or half of a download")
}
