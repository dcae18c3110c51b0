import Diagnostics
import Foundation
import InputContract
@testable import MapperYAML
import Support
import Testing
import TestSupport

@Suite("Generating and reading configurations")
struct GenerationTests {
    /// Those of a variant in a size.
    private static func plain(_ variant: String, side: Int = 224) -> GenerationOptions {
        var options = GenerationOptions(names: ArtifactNames(variant: variant), input: .repViT)
        options.input.size = ImageSize(square: side)
        return options
    }

    static let options: [GenerationOptions] = {
        var all: [GenerationOptions] = []
        for profile in Profile.allCases {
            for range in NV12Range.allCases {
                for type in [nil, "max", "kl", "mix", "default"] {
                    var options = plain("m1_1", side: 256)
                    options.profile = profile
                    options.input.range = range
                    options.calibrationType = type
                    all.append(options)
                }
            }
        }
        return all
    }()

    /// What else a user can change, each alone and then together.
    static let unusual: [GenerationOptions] = {
        let changes: [@Sendable (inout GenerationOptions) -> Void] = [
            { $0.maxPercentile = 0.99999 }, { $0.maxPercentile = 1e-7 }, { $0.perChannel = true },
            { $0.int16Nodes = ["Conv_1", "/stages.0/token mixer: conv"] }, { $0.batch = 8 },
            { $0.inputType = "yuv444" },
            {
                $0.inputType = "rgb"; $0.inputLayout = "NCHW"
            }, { $0.inputType = "bgr" },
            { $0.compileMode = "bandwidth" }, { $0.compileMode = "latency" },
            {
                $0.compileMode = "balance"; $0.balanceFactor = 0
            }, { $0.optimizeLevel = "O0" }, { $0.input.march = .bayes },
            {
                $0.input.normalization = Normalization(
                    unitMean: [0.5, 0.5, 0.5], unitDeviation: [0.5, 0.25, 1])
            },
        ]
        var all: [GenerationOptions] = []
        var together = plain("m1_1", side: 256)
        for change in changes {
            var options = plain("m1_1", side: 256)
            change(&options)
            change(&together)
            all.append(options)
        }
        return all + [together]
    }()

    @Test("Other options are written, lint without errors, and warn of what they cost only", arguments: unusual)
    func unusualOptions(_ options: GenerationOptions) throws {
        let text = try MapperConfig.generate(options)
        let findings = Linter().lint(text: text, path: "/nowhere/config/a.yaml")
        let allowed: Set = ["model-file", "calibration-folder", "march-not-x5", "optimize-level"]
        #expect(Set(findings.map(\.rule)).isSubset(of: allowed), "\(findings)\n\(text)")
        #expect(!findings.containErrors)
        let config = try MapperConfig(text: text, path: "/nowhere/config/a.yaml")
        #expect(config.compileMode == options.resolvedCompileMode && config.input.runtimeType == options.inputType)
        #expect(config.batch == options.resolvedBatch && config.optimizeLevel == options.optimizeLevel)
        #expect(text.contains("max_percentile") == (options.maxPercentile != nil))
        #expect(text.contains("per_channel: true") == options.perChannel)
        for node in options.int16Nodes { #expect(text.contains(node)) }
        for (found, exact) in zip(config.input.scale ?? [], options.input.normalization.scale) {
            #expect(Float(found) == Float(exact), "hb_mapper computes with float32")
        }
    }

    @Test("What is generated reads back as what was asked for, and lints clean", arguments: options)
    func roundTrip(_ options: GenerationOptions) throws {
        let folder = TemporaryFolder()
        try AtomicFile.write([0], to: folder("model/repvit_m1_1.onnx"))
        for index in 0..<20 {
            try AtomicFile.write(
                [UInt8](repeating: 0, count: 3 * 256 * 256 * 4), to: folder("calibration/rgbchw_f32/\(index).rgbchw"))
        }
        let path = folder("config/\(options.names.config)")
        try AtomicFile.write(try MapperConfig.generate(options), to: path)

        #expect(Linter().lint([path])[0].findings == [])
        let config = try MapperConfig(contentsOf: path)
        #expect(config.onnxModel == folder("model/repvit_m1_1.onnx"))
        #expect(config.workingFolder == folder("build"))
        #expect(config.outputPrefix == options.resolvedPrefix)
        #expect(config.binPath == folder("build/\(options.resolvedPrefix).bin"))
        #expect(
            config.march == "bayes-e" && config.optimizeLevel == "O2"
                && config.compileMode == (options.balanceFactor == nil ? "latency" : "balance"))
        #expect(config.batch == options.resolvedBatch)
        #expect(config.calibrationType == options.resolvedCalibrationType)
        #expect(config.inputs.count == 1)
        let input = config.input
        #expect(input.name == "data" && input.runtimeType == "nv12" && input.trainingType == "rgb")
        #expect(input.trainingLayout == "NCHW" && input.range == options.input.range)
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
        var other = Self.plain("m0_9")
        other.int16Nodes = ["x"]
        #expect(other.resolvedPrefix != Self.plain("m0_9").resolvedPrefix)
        #expect(Self.plain("m0_9").resolvedPrefix == "RepViT_m0_9_224x224_nv12")
    }

    @Test("Options that cannot be are refused")
    func badOptions() {
        var odd = Self.plain("m0_9", side: 225)
        #expect(throws: MapperConfigError.self) { try MapperConfig.generate(odd) }
        odd.input.size = ImageSize(square: 0)
        #expect(throws: MapperConfigError.self) { try MapperConfig.generate(odd) }
        for variant in ["", "m0_9\nmarch: bayes", "../x"] {
            #expect(throws: MapperConfigError.self) { try MapperConfig.generate(Self.plain(variant)) }
        }
        var batch = Self.plain("m0_9")
        batch.batch = 0
        #expect(throws: MapperConfigError.self) { try MapperConfig.generate(batch) }
        var march = Self.plain("m0_9")
        march.input.march = .none
        let error = #expect(throws: MapperConfigError.self) { try MapperConfig.generate(march) }
        #expect(error?.exitStatus == .usage)
    }

    @Test(
        "Paths with odd characters come back as they are", arguments: ["a b/c #d.onnx", "it's: here.onnx", "é\"x.onnx"])
    func oddPaths(_ path: String) throws {
        var options = Self.plain("m0_9")
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
        let text = try MapperConfig.generate(Self.plain("m0_9")).replacing(right, with: wrong)
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
}
