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

    /// MODEL IMAGE...: prints the five largest logits of each image, by Pillow and onnxruntime.
    private static let reference = """
        import json, sys
        import numpy, onnxruntime
        from PIL import Image
        session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
        result = []
        for path in sys.argv[2:]:
            image = Image.open(path).convert("RGB")
            width, height = image.size
            image = image.resize((235, int(235 * height / width)) if width <= height else
                                 (int(235 * width / height), 235), Image.BICUBIC)
            left, top = round((image.width - 224) / 2), round((image.height - 224) / 2)
            image = image.crop((left, top, left + 224, top + 224))
            x = numpy.asarray(image, numpy.float32) / 255
            x = (x - numpy.float32([0.485, 0.456, 0.406])) / numpy.float32([0.229, 0.224, 0.225])
            logits = session.run(None, {"data": x.transpose(2, 0, 1)[None]})[0][0]
            order = numpy.argsort(-logits, kind="stable")[:5]
            result.append([[int(i), float(logits[i])] for i in order])
        print(json.dumps(result))
        """

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
        let text = try await Oracle.run(Self.reference, arguments: [folder("net.onnx")] + images)
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
