package import Diagnostics
package import InputContract
package import ONNX

/// Checks files one by one; an unreadable file does not stop the others.
package struct ModelVerification: Sendable {
    /// Findings of the readable files, in order.
    package private(set) var findings: [Finding] = []
    /// Why the other files could not be read.
    package private(set) var failures: [ONNXError] = []

    /// Each model is released before the next is read.
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

    /// The failures as findings, for formats in which an unreadable file must not look valid.
    package var failureFindings: [Finding] {
        failures.map { error in
            var finding = UnreadableFileRule.error(error.message, fix: error.fix)
            finding.location = error.location
            return finding
        }
    }

    /// `model.onnx: valid, with 2 warnings`: what text output says of models without errors.
    package static func verdict(_ paths: [String], _ findings: [Finding]) -> String {
        let count = findings.count
        return paths.joined(separator: ", ") + ": valid"
            + (count == 0 ? "" : ", with \(count) warning\(count == 1 ? "" : "s")")
    }
}
