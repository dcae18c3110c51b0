import Diagnostics
import Foundation
import InputContract
@testable import ModelChecks
@testable import ONNX
import Support
import ONNXTestSupport
import Testing
import TestSupport

@Suite("External data")
struct ExternalDataTests {
    private func model(_ data: ExternalData, in folder: TemporaryFolder) throws -> Model {
        var model = Samples.network()
        model.graph.initializers[0].data = .external(data)
        try model.write(to: folder("m.onnx"))
        return try Model(contentsOf: folder("m.onnx"))
    }

    @Test("Elements come out of another file, from the offset on")
    func read() throws {
        let folder = TemporaryFolder()
        let floats = (0..<110).map { Float($0) }
        try AtomicFile.write(floats.withUnsafeBytes { Array($0) }, to: folder("weights/w.bin"))
        let model = try model(ExternalData(location: "weights/w.bin", offset: 8, length: 432), in: folder)
        #expect(try model.floats(of: model.graph.initializers[0]) == Array(floats[2...]))
        #expect(GraphChecker(march: .none).check(model).isEmpty)
    }

    @Test(
        "Locations that leave the folder are refused",
        arguments: ["/etc/passwd", "../w.bin", "a/../../w.bin", "..\\w.bin", "", "link.bin", "linked/w.bin"])
    func escaping(location: String) throws {
        let folder = TemporaryFolder()
        let outside = TemporaryFolder()
        try AtomicFile.write([UInt8](repeating: 0, count: 432), to: outside("w.bin"))
        try FileManager.default.createSymbolicLink(atPath: folder("link.bin"), withDestinationPath: outside("w.bin"))
        try FileManager.default.createSymbolicLink(atPath: folder("linked"), withDestinationPath: outside.path)
        let model = try model(ExternalData(location: location), in: folder)
        #expect {
            try model.floats(of: model.graph.initializers[0])
        } throws: { error in
            guard case .externalData(let tensor, _, let problem)? = error as? ONNXError else { return false }
            return tensor == "w" && (problem.contains("out of the model's folder") || problem.contains("empty"))
        }
        #expect(GraphChecker(march: .none).check(model).map(\.rule) == ["external-data"])
    }

    @Test("Files beyond 2 GB are read at their end")
    func large() throws {
        let folder = TemporaryFolder()
        // A file with a hole: it takes no room on the disk.
        let offset = 5 << 30
        FileManager.default.createFile(atPath: folder("w.bin"), contents: nil)
        let file = try #require(FileHandle(forWritingAtPath: folder("w.bin")))
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: (0..<108).flatMap { withUnsafeBytes(of: Float($0)) { Array($0) } })
        try file.close()
        let model = try model(ExternalData(location: "w.bin", offset: offset, length: 432), in: folder)
        #expect(try model.floats(of: model.graph.initializers[0]) == (0..<108).map { Float($0) })
        #expect(GraphChecker(march: .none).check(model).isEmpty)
    }

    @Test(
        "Ranges beyond the file's end are refused",
        arguments: [(500, nil), (0, 500), (Int.max, 8), (8, Int.max)] as [(Int, Int?)])
    func beyondTheEnd(offset: Int, length: Int?) throws {
        let folder = TemporaryFolder()
        try AtomicFile.write([UInt8](repeating: 0, count: 432), to: folder("w.bin"))
        let model = try model(ExternalData(location: "w.bin", offset: offset, length: length), in: folder)
        #expect(throws: ONNXError.self) { try model.floats(of: model.graph.initializers[0]) }
    }

    @Test("A missing file, a folder, and a model from memory are one clear error")
    func absent() throws {
        let folder = TemporaryFolder()
        try Folder.create(folder("sub"))
        for location in ["none.bin", "sub"] {
            let model = try model(ExternalData(location: location), in: folder)
            #expect(throws: ONNXError.self) { try model.floats(of: model.graph.initializers[0]) }
        }
        let tensor = Tensor(shape: [1], elementType: .float, data: .external(ExternalData(location: "w.bin")))
        #expect(throws: ONNXError.self) { try tensor.floats() }
    }
}
