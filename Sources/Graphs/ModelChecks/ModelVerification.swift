package import Diagnostics
package import InputContract
package import ONNX

/// Checks files, one after the other: one that cannot be read does not keep the others from being checked.
package struct ModelVerification: Sendable {
    /// Of the files that could be read, in order.
    package private(set) var findings: [Finding] = []
    /// Why the others could not.
    package private(set) var failures: [ONNXError] = []

    /// Each model is let go before the next one is read.
    package static func run(_ paths: [String], march: March) -> ModelVerification {
        let checker = GraphChecker(march: march)
        var result = ModelVerification()
        for path in paths {
            do {
                result.findings += checker.check(try Model(contentsOf: path))
            } catch {
                result.failures.append(error)
            }
        }
        return result
    }
}

/// The file is a model. No check of a model: there is none to check.
enum ReadableFileRule {
    static let rule = CheckRule(
        "unreadable-file",
        summary: "the file can be opened, and is a whole ONNX model",
        reason: "Nothing can be said about a model that cannot be read; verify ends with 2 then.",
        fix: "Check the path; copy, download or export the file again, since it may be cut off or something else.",
        example: "a model.onnx that is a Git LFS pointer, or half of a download")
}

extension ONNXError {
    /// The error as a finding, for formats in which a file that cannot be read must not look sound.
    package var finding: Finding {
        var finding = ReadableFileRule.rule.error(message, fix: fix)
        finding.location = location
        return finding
    }
}
