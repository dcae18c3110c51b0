import Diagnostics
import FileSupport
import Foundation
import TestSupport
import Testing

@testable import MapperConfig
import Primitives

@Suite("Generating and reading configurations")
struct GenerationTests {
    static let options: [GenerationOptions] = {
        var all: [GenerationOptions] = []
        for profile in Profile.allCases {
            for range in NV12Range.allCases {
                for type in [nil, "max", "kl", "mix", "default"] {
                    var options = GenerationOptions(variant: "m1_1", inputSize: 256)
                    options.profile = profile
                    options.range = range
                    options.calibrationType = type
                    all.append(options)
                }
            }
        }
        return all
    }()

    @Test("What is generated reads back as what was asked for, and lints clean", arguments: options)
    func roundTrip(_ options: GenerationOptions) throws {
        let folder = TemporaryFolder()
        try AtomicFile.write([0], to: folder("model/repvit_m1_1.onnx"))
        for index in 0..<20 {
            try AtomicFile.write(
                [UInt8](repeating: 0, count: 3 * 256 * 256 * 4), to: folder("calibration/rgbchw_f32/\(index).rgbchw"))
        }
        let path = folder("config/\(options.fileName)")
        try AtomicFile.write(try MapperConfig.generate(options), to: path)

        #expect(Linter().lint([path])[0].findings == [])
        let config = try MapperConfig(contentsOf: path)
        #expect(config.onnxModel == folder("model/repvit_m1_1.onnx"))
        #expect(config.workingFolder == folder("build"))
        #expect(config.outputPrefix == options.resolvedPrefix)
        #expect(config.binPath == folder("build/\(options.resolvedPrefix).bin"))
        #expect(
            config.march == "bayes-e" && config.optimizeLevel == "O3"
                && config.compileMode == (options.balanceFactor == nil ? "latency" : "balance"))
        #expect(config.batch == options.resolvedBatch)
        #expect(config.calibrationType == options.resolvedCalibrationType)
        #expect(config.inputs.count == 1)
        let input = config.input
        #expect(input.name == "data" && input.runtimeType == "nv12" && input.trainingType == "rgb")
        #expect(input.trainingLayout == "NCHW" && input.range == options.range)
        #expect(input.shape == [1, 3, 256, 256] && input.size?.height == 256 && input.size?.width == 256)
        #expect(input.calibrationFolder == folder("calibration/rgbchw_f32") && input.calibrationDataType == "float32")
        #expect(input.mean == [123.675, 116.28, 103.53])
        for (found, exact) in zip(input.scale ?? [], Normalization.imageNet.scale) {
            #expect(Float(found) == Float(exact), "hb_mapper computes with float32")
        }
    }

    @Test("Builds that differ have different names")
    func names() {
        let same = Self.options.filter { $0.calibrationType == nil }
        #expect(Set(same.map(\.resolvedPrefix)).count == same.count)
        #expect(GenerationOptions(variant: "m0_9").resolvedPrefix == "RepViT_m0_9_224x224_nv12")
    }

    @Test("Options that cannot be are refused")
    func badOptions() {
        var odd = GenerationOptions(variant: "m0_9", inputSize: 225)
        #expect(throws: MapperConfigError.self) { try MapperConfig.generate(odd) }
        odd.inputSize = 0
        #expect(throws: MapperConfigError.self) { try MapperConfig.generate(odd) }
        for variant in ["", "m0_9\nmarch: bayes", "../x"] {
            #expect(throws: MapperConfigError.self) { try MapperConfig.generate(GenerationOptions(variant: variant)) }
        }
        var batch = GenerationOptions(variant: "m0_9")
        batch.batch = 0
        #expect(throws: MapperConfigError.self) { try MapperConfig.generate(batch) }
        var march = GenerationOptions(variant: "m0_9")
        march.march = "bayes2"
        let error = #expect(throws: MapperConfigError.self) { try MapperConfig.generate(march) }
        #expect(error?.exitStatus == .usage)
    }

    @Test(
        "Paths with odd characters come back as they are", arguments: ["a b/c #d.onnx", "it's: here.onnx", "é\"x.onnx"])
    func oddPaths(_ path: String) throws {
        var options = GenerationOptions(variant: "m0_9")
        options.onnxModel = path
        let config = try MapperConfig(text: try MapperConfig.generate(options), path: "folder/x.yaml")
        #expect(config.onnxModel == "folder/" + path)
    }

    @Test("Defaults are hb_mapper's")
    func defaults() throws {
        let text = """
            model_parameters: {onnx_model: /m/a.onnx, march: bayes}
            input_parameters: {input_type_rt: rgb, input_layout_rt: NHWC, input_type_train: rgb, input_layout_train: NHWC}
            calibration_parameters: {cal_data_dir: x_f32}
            """
        let config = try MapperConfig(text: text, path: "/c/a.yaml")
        #expect(config.onnxModel == "/m/a.onnx" && config.binPath == "/c/model_output/model.bin")
        #expect(config.optimizeLevel == "O0" && config.calibrationType == "default" && config.batch == 1)
        #expect(config.input.range == .full && config.input.name == nil && config.input.size == nil)
        #expect(config.input.calibrationDataType == "float32" && config.input.calibrationFolder == "/c/x_f32")
        #expect(config.input.normType == "no_preprocess" && config.input.mean == nil)
    }

    @Test(
        "What the typed view cannot use is named with its place",
        arguments: [
            ("march: bayes-e", "march: 7", "'march' is not a string"),
            ("input_type_rt: nv12", "input_type_rt: ''", "'input_type_rt'"),
            ("mean_value: 123.675 116.28 103.53", "mean_value: a", "'mean_value' is 'a'"),
            ("input_shape: 1x3x224x224", "input_shape: 1x3x0x224", "'input_shape'"),
            ("onnx_model: ../model/repvit_m0_9.onnx", "onnx: 1", "'onnx_model' is missing"),
        ])
    func unusable(_ right: String, _ wrong: String, _ message: String) throws {
        let text = try MapperConfig.generate(GenerationOptions(variant: "m0_9")).replacing(right, with: wrong)
        let error = #expect(throws: MapperConfigError.self) { try MapperConfig(text: text, path: "a.yaml") }
        #expect(error?.message.hasPrefix(message) == true, "\(String(describing: error))")
        #expect(error?.location?.line != nil && error?.fix != nil)
    }

    @Test("Every key has one schema, in its own section")
    func schema() {
        #expect(Set(Schema.keys.map(\.key)) == Set(Key.allCases) && Schema.keys.count == Key.allCases.count)
        for section in Section.allCases { #expect(Schema.keys(of: section).allSatisfy { $0.section == section }) }
        for key in Schema.keys { #expect(!key.summary.isEmpty && key.summary.hasSuffix(".")) }
    }

    @Test(
        "Generated configurations are accepted by the vendor's parser",
        .enabled(if: VendorAgreementTests.isPossible, Comment(rawValue: VendorToolchain.absence)))
    func vendorAccepts() async throws {
        let python = try #require(VendorToolchain.python)
        let script = try #require(VendorAgreementTests.script)
        let folder = TemporaryFolder()
        try await VendorAgreementTests.prepare(folder, python: python)
        var names: [String] = []
        for (index, options) in Self.options.enumerated() {
            var options = options
            options.inputSize = 224
            options.onnxModel = "one.onnx"
            options.calibrationFolder = "cal"
            options.workingFolder = "build"
            names.append("\(index).yaml")
            try AtomicFile.write(try MapperConfig.generate(options), to: folder("\(index).yaml"))
        }
        let verdicts = try await VendorAgreementTests.verdicts(names, in: folder, python: python, script: script)
        #expect(verdicts.count == names.count)
        for verdict in verdicts { #expect(verdict.accepted, "\(verdict)") }
    }
}
