@testable import ONNX
import Support
import ONNXTestSupport
import Testing
import TestSupport

@Suite("The onnx package's backend models")
struct BackendModelsTests {
    @Test(
        "Every one is read, and is the same for onnx after it has been written back",
        .enabled(if: BackendModels.isAvailable, "\(Oracle.absence)"))
    func roundTrip() async throws {
        let paths = try await BackendModels.paths()
        #expect(paths.count > 2000)
        let folder = TemporaryFolder()
        var pairs = ""
        for (index, path) in paths.enumerated() {
            do {
                let model = try Model(contentsOf: path)
                let copy = folder("\(index).onnx")
                try model.write(to: copy)
                // Bytes rather than values: not-a-number is unlike itself.
                #expect(try Model(contentsOf: copy).serialized() == model.serialized(), "\(path)")
                pairs += "\(path)\t\(copy)\n"
            } catch {
                Issue.record("\(path): \(error)")
            }
        }
        try AtomicFile.write(pairs, to: folder("pairs.txt"))
        let verdict = try await Oracle.run(program: "same_models.py", arguments: [folder("pairs.txt")])
        #expect(verdict == "COMPARED \(paths.count)\n")
    }
}
