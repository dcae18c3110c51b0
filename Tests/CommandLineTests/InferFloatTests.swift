import Foundation
import Support
import Testing
import TestSupport

@Suite("infer with a float model")
struct InferFloatTests {
    private struct Report: Decodable {
        struct Image: Decodable {
            struct Prediction: Decodable {
                let index: Int
                let logit: Float
            }

            let predictions: [Prediction]
        }

        let engine: String
        let images: [Image]
    }

    @Test(
        "The classes and logits are those of Pillow and onnxruntime",
        .enabled(if: Oracle.python != nil, Comment(rawValue: Oracle.absence)))
    func logits() async throws {
        let folder = TemporaryFolder()
        try await succeed("export", "m0_9", "--weights", "seeded", "-o", "net.onnx", in: folder.path)
        try await succeed("calibration", "demo-images", "--count", "3", "-o", "images", in: folder.path)
        let images = try Folder.names(in: folder("images")).filter { $0.hasSuffix(".jpg") }.sorted()
            .map { Path.join(folder("images"), $0) }
        #expect(images.count == 3)
        let found = try await Command.run(
            Package.executable, ["infer", "net.onnx"] + images + ["--format", "json", "--threads", "1"], in: folder.path
        )
        #expect(found.exitCode == 0, "\(found.standardError)")
        let decoder = JSONDecoder()
        let report = try decoder.decode(Report.self, from: Data(found.standardOutput.utf8))
        #expect(report.engine == "float")
        let text = try await Oracle.run(program: "classify_images.py", arguments: [folder("net.onnx")] + images)
        let expected = try decoder.decode([[[Float]]].self, from: Data(text.utf8))
        for (image, classes) in zip(report.images, expected) {
            #expect(image.predictions.map(\.index) == classes.map { Int($0[0]) })
            for (prediction, reference) in zip(image.predictions, classes) {
                #expect(abs(prediction.logit - reference[1]) < 1e-3)
            }
        }
        #expect(report.images.count == 3 && expected.count == 3)
    }

    @Test("A model that cannot be run on images gets one line and exit code 2")
    func badModels() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("<html>404</html>", to: folder("page.onnx"))
        try AtomicFile.write([], to: folder("empty.onnx"))
        for name in ["page.onnx", "empty.onnx", "missing.onnx"] {
            let result = try await Command.repvitConvert("infer", name, "x.jpg", in: folder.path)
            #expect(result.exitCode == 2)
            #expect(result.standardOutput.isEmpty)
            #expect(result.standardError.contains(name))
        }
    }

    @Test(
        "Numbers of threads and repetitions start at one, and are for a .onnx",
        arguments: [
            ["net.onnx", "--threads", "0"], ["net.onnx", "--repeat", "0"], ["net.bin", "--threads", "2"],
        ])
    func usage(arguments: [String]) async throws {
        let result = try await Command.run(Package.executable, ["infer"] + arguments + ["x.jpg"])
        #expect(result.exitCode == 64)
    }

    private func succeed(_ arguments: String..., in folder: String) async throws {
        let result = try await Command.run(Package.executable, arguments, in: folder)
        #expect(result.exitCode == 0, "\(result.standardError)")
    }
}
