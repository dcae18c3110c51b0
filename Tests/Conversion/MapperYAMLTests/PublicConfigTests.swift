import Diagnostics
@testable import MapperYAML
import Support
import Testing
import TestSupport
import YAML

/// Mapper YAMLs of networks that are not RepViT, in the shapes in which model zoos publish them.
@Suite("Configurations of other networks")
struct PublicConfigTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
    }

    private static func config(_ name: String, model: String = "", input: String, calibration: String = "") -> Case {
        Case(
            testDescription: name,
            text: """
                model_parameters:
                  onnx_model: './\(name).onnx'
                  march: "bayes-e"
                  layer_out_dump: False
                  working_dir: 'model_output'
                  output_model_file_prefix: '\(name)'
                \(model)input_parameters:
                \(input)calibration_parameters:
                  cal_data_dir: './calibration_data'
                  cal_data_type: 'float32'
                \(calibration)compiler_parameters:
                  compile_mode: 'latency'
                  debug: False
                  optimize_level: 'O3'

                """)
    }

    private static let cases = [
        config(
            "yolov8n_detect",
            model: "  remove_node_type: \"Dequantize\"\n",
            input: """
                  input_name: ""
                  input_type_rt: 'nv12'
                  input_type_train: 'rgb'
                  input_layout_train: 'NCHW'
                  norm_type: 'data_scale'
                  scale_value: 0.003921568627451

                """, calibration: "  calibration_type: 'default'\n"),
        config(
            "yolov5s", model: "  remove_node_name: \"/model.24/m.0/Conv_output_0_dequantized\"\n",
            input: """
                  input_name: "images"
                  input_shape: '1x3x640x640'
                  input_type_rt: 'nv12'
                  input_type_train: 'bgr'
                  input_layout_train: 'NCHW'
                  norm_type: 'data_mean_and_scale'
                  mean_value: 0 0 0
                  scale_value: 0.00392 0.00392 0.00392

                """, calibration: "  calibration_type: 'max'\n  max_percentile: 0.9999\n"),
        config(
            "lenet_gray",
            input: """
                  input_name: 'data'
                  input_type_rt: 'gray'
                  input_type_train: 'gray'
                  input_layout_rt: 'NHWC'
                  input_layout_train: 'NCHW'
                  norm_type: 'data_scale'
                  scale_value: 0.00392156862745098

                """, calibration: "  calibration_type: 'kl'\n"),
        config(
            "efficientnet_lite0",
            input: """
                  input_type_rt: 'nv12'
                  input_space_and_range: 'regular'
                  input_type_train: 'rgb'
                  input_layout_train: 'NHWC'
                  norm_type: 'data_mean_and_scale'
                  mean_value: 127.0
                  scale_value: 0.0078125

                """, calibration: "  calibration_type: 'max'\n"),
    ]

    @Test("No finding asks for RepViT's mean, and no fix changes what the author meant", arguments: cases)
    func fixes(_ item: Case) throws {
        let path = "/nowhere/config.yaml"
        let findings = Linter().lint(text: item.text, path: path)
        #expect(!findings.contains { $0.rule == "imagenet-norm" || $0.message.contains("RepViT") }, "\(findings)")
        let before = try MapperConfig(text: item.text, path: path)
        let fixed = Linter().fixed(bytes: Array(item.text.utf8), path: path)
        guard let bytes = fixed.bytes else { return }
        #expect(try MapperConfig(text: String(decoding: bytes, as: UTF8.self), path: path) == before)
    }
}
