internal import CompiledModel
internal import FoundationEssentials

/// How the compiled model on the simulator compares to the quantized model.
package struct VerifyReport: Sendable, Hashable, Decodable {
    package let images: Int
    /// Logits of all images together.
    package let values: Int
    /// Logits that are not equal.
    package let different: Int
    package let largestDifference: Double

    enum CodingKeys: String, CodingKey {
        case images
        case values
        case different
        case largestDifference = "largest_difference"
    }

    /// Reads the verdict out of the log of ``MapperStep/verify``: its last line of JSON.
    ///
    /// - Throws: ``ToolchainError/badReport(path:reason:)``, `FileError`.
    package init(log path: String) throws {
        let text = try readText(path)
        guard let line = text.split(separator: "\n").last(where: { $0.hasPrefix("{\"images\"") }),
            let report = try? JSONDecoder().decode(VerifyReport.self, from: Data(line.utf8))
        else {
            throw ToolchainError.badReport(path: path, reason: "it holds no verdict")
        }
        self = report
    }
}
