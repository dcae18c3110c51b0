import Foundation
import Support
import Testing
import TestSupport

@Suite("config paths, and toolchain reason")
struct ConfigPathsTests {
    @Test("Paths are absolute, and defaults are filled in")
    func defaults() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(
            """
            model_parameters: {onnx_model: ../m.onnx, march: bayes-e}
            calibration_parameters: {cal_data_dir: a=b;c}
            """, to: folder("d/c.yaml"))
        let root = Path.resolvingLinks(folder.path)
        let text = try await Command.repvitConvert("config", "paths", "d/c.yaml", in: root)
        #expect(
            text.standardOutput == """
                model=\(root)/m.onnx
                march=bayes-e
                working_dir=\(root)/d/model_output
                prefix=model
                bin=\(root)/d/model_output/model.bin
                quantized_model=\(root)/d/model_output/model_quantized_model.onnx
                input_shape=
                calibration_folder=\(root)/d/a=b

                """)
        let json = try await Command.repvitConvert("config", "paths", "d/c.yaml", "--format", "json", in: root)
        let object = try JSONSerialization.jsonObject(with: Data(json.standardOutput.utf8)) as? [String: Any]
        #expect(object?["schema_version"] as? Int == 1)
        #expect(object?["bin"] as? String == "\(root)/d/model_output/model.bin")
        #expect(object?["input_shape"] is NSNull)
    }

    @Test(
        "A file without the required keys, or with a line break in a name, is refused",
        arguments: [
            ("model_parameters: {march: bayes-e}", "'onnx_model' is missing"),
            ("model_parameters: {march: bayes-e, onnx_model: \"a\\nb\"}", "'onnx_model' contains a line break"),
            (
                "model_parameters: {march: bayes-e, onnx_model: a}\ncalibration_parameters: {cal_data_dir: \"a\\nb\"}",
                "'cal_data_dir' contains a line break"
            ),
        ])
    func refused(text: String, message: String) async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(text, to: folder("c.yaml"))
        let run = try await Command.repvitConvert("config", "paths", folder("c.yaml"))
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
        #expect(run.standardError.contains(message), "\(run.standardError)")
    }

    @Test("The reason in a log is one printable line")
    func reason() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("INFO a\r\nValueError: \u{1b}[1mbad\nbye\n", to: folder("log"))
        let run = try await Command.repvitConvert("toolchain", "reason", folder("log"))
        #expect(run.exitCode == 0)
        #expect(run.standardOutput == "ValueError: \\u{1B}[1mbad\n")
    }
}
