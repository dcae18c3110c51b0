import Foundation
import ONNX
import ONNXTestSupport
import ONNXOperators
import Support
import TestSupport

/// What onnx infers for models, and whether it refuses them.
enum ShapeOracle {
    /// One model, and what onnx says of it.
    struct Record: Decodable, Sendable {
        /// The test's name, or the file's.
        var name: String
        /// `given` as it is; `bare` without what it states beyond its inputs; `constant` with the test's data for small
        /// inputs; `open` with axes renamed or made unknown; `mutated` at random.
        var variant: String
        /// Where the model lies in the pack; in a file of its own if missing.
        var offset: Int?
        var size: Int?
        /// Without and with data propagation, not strict; `nil` if it fails all the same.
        var types: [String: InferredForm]?
        var propagated: [String: InferredForm]?
        /// Why strict inference refuses the model.
        var error: String?
        var operators: [String]
        var opset: Int
        var irVersion: Int

        enum CodingKeys: String, CodingKey {
            case name, variant, offset, size, types, propagated, error, operators, opset
            case irVersion = "ir_version"
        }
    }

    /// Models in a folder that lives as long as this.
    struct Batch: Sendable {
        let folder: TemporaryFolder
        let records: [Record]

        func model(_ record: Record) throws -> Model {
            guard let offset = record.offset, let size = record.size else { return try Model(contentsOf: record.name) }
            return try Model(ByteView(MappedFile(path: folder("models.pack")), offset..<offset + size))
        }
    }

    /// Every model of onnx's backend tests in several variants, all from one run of Python. Where the vendor's toolchain is
    /// installed, those of its older onnx too.
    ///
    /// - Parameter mutations: how many times each is mutated.
    static func backendTests(mutations: Int) async throws -> Batch { try await batch(["\(mutations)"]) }

    /// Files as they are.
    static func files(_ paths: [String]) async throws -> Batch { try await batch(["0"] + paths) }

    private static func batch(_ arguments: [String]) async throws -> Batch {
        let folder = TemporaryFolder()
        _ = try await Oracle.run(
            program: "infer_shapes.py",
            arguments: [folder.path, arguments[0], BackendModels.olderPackage ?? ""] + arguments.dropFirst())
        let decoder = JSONDecoder()
        let lines = try String(contentsOfFile: folder("models.jsonl"), encoding: .utf8).split(separator: "\n")
        return Batch(
            folder: folder, records: try lines.map { try decoder.decode(Record.self, from: Data($0.utf8)) })
    }
}
