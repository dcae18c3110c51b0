internal import Foundation

/// How the compiled model on the simulator compares to the quantized model.
public struct VerifyReport: Sendable, Hashable, Decodable {
    public let images: Int
    /// Logits of all images together.
    public let values: Int
    /// Logits that are not equal.
    public let different: Int
    public let largestDifference: Double

    enum CodingKeys: String, CodingKey {
        case images
        case values
        case different
        case largestDifference = "largest_difference"
    }

    /// Reads the verdict out of the log of ``MapperStep/verify``: its last line of JSON.
    ///
    /// - Throws: ``ToolchainError/badReport(path:reason:)``, ``ToolchainError/file(path:message:fix:)``.
    public init(log path: String) throws(ToolchainError) {
        let text = try readText(path)
        guard let line = text.split(separator: "\n").last(where: { $0.hasPrefix("{\"images\"") }),
            let report = try? JSONDecoder().decode(VerifyReport.self, from: Data(line.utf8))
        else {
            throw .badReport(path: path, reason: "it holds no verdict")
        }
        self = report
    }
}
