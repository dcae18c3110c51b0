import Foundation
import ONNX
import Support
import TestSupport

/// The models of the `onnx` package's own backend tests, as files: those that lie in the package, and those that its test
/// cases make when they are asked. The vendor's toolchain has an older package with the older opsets' models.
package enum BackendModels {
    package static let isAvailable = Oracle.python != nil

    /// Makes them once; gives the paths of all, sorted.
    package static func paths() async throws -> [String] { try await made.value.paths }

    private struct Made {
        var folder: TemporaryFolder
        var paths: [String]
    }

    private static let made = Task { () throws -> Made in
        let folder = TemporaryFolder()
        let listing = try await Oracle.run(
            program: "backend_models.py", arguments: [folder.path] + [olderPackage].compactMap(\.self))
        let paths = listing.split(separator: "\n").compactMap { line in
            line.hasPrefix("MODEL ") ? String(line.dropFirst(6)) : nil
        }
        return Made(folder: folder, paths: paths)
    }

    package static let olderPackage: String? = VendorToolchain.folder.map {
        Path.join($0, "lib/python3.10/site-packages/onnx/backend/test/data")
    }
}

extension Model {
    /// Why agreement with onnx is not asked of this model; `nil` if it is. The operator table ends where exporters of
    /// CNNs do.
    package var reasonToSkip: String? {
        for opset in opsetImports + functions.flatMap(\.opsetImports) {
            if ["ai.onnx.ml", "ai.onnx.preview", "ai.onnx.preview.training"].contains(opset.domain) {
                return "domain \(opset.domain)"
            }
            if ["", "ai.onnx"].contains(opset.domain), opset.version > 25 { return "an opset after 25" }
        }
        return nil
    }
}
