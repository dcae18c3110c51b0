import Diagnostics
import InputContract
@testable import MapperYAML
import Support
import Testing
import TestSupport

@Suite("Lint rules")
struct RuleTests {
    /// A right configuration for a model with one input of 8 by 8 pixels.
    static let right = """
        model_parameters:
          onnx_model: model/one.onnx
          march: bayes-e
          working_dir: build
          output_model_file_prefix: RepViT_m0_9_8x8_nv12
        input_parameters:
          input_name: data
          input_shape: 1x3x8x8
          input_type_rt: nv12
          input_space_and_range: regular
          input_type_train: rgb
          input_layout_train: NCHW
          norm_type: data_mean_and_scale
          mean_value: 123.675 116.28 103.53
          scale_value: 0.01712475 0.017507 0.01742919
        calibration_parameters:
          cal_data_dir: cal
          cal_data_type: float32
          calibration_type: max
        compiler_parameters:
          optimize_level: O3
          debug: false

        """

    /// One mistake: what of the right text is replaced by what, with a mark where the finding must be, and by
    /// what in the twin that passes.
    struct Case: Sendable, CustomTestStringConvertible {
        var rule: String
        var severity: Severity
        var replaced: String
        var wrong: String
        var twin: String

        init(_ rule: String, _ severity: Severity, _ replaced: String, _ wrong: String, twin: String? = nil) {
            self.rule = rule
            self.severity = severity
            self.replaced = replaced
            self.wrong = wrong
            self.twin = twin ?? replaced
        }

        var testDescription: String { "\(rule): \(wrong)" }

        /// The configuration with the mistake.
        var marked: MarkedText { MarkedText(RuleTests.right.replacing(replaced, with: wrong, maxReplacements: 1)) }
        /// The configuration without it.
        var passing: String { RuleTests.right.replacing(replaced, with: twin, maxReplacements: 1) }
    }

    static let cases: [Case] = [
        Case("yaml-syntax", .error, "march: bayes-e", "march: bayes-e1️⃣: x"),
        Case("yaml-syntax", .error, "march: bayes-e", "march: 1️⃣*nobody"),
        Case("tab-character", .error, "march: bayes-e", "march:1️⃣\tbayes-e", twin: "march: bayes-e # a\tb"),
        Case(
            "tab-character", .error, "march: bayes-e", "march: bayes-e1️⃣\t", twin: "log_level: 'a\tb'\n  march: bayes-e"),
        Case("unknown-key", .error, "  march:", "  march: bayes-e\n  1️⃣mach:", twin: "  march:"),
        Case("unknown-key", .error, "compiler_parameters:", "1️⃣compile_parameters:"),
        Case("unknown-key", .error, "  debug: false", "  1️⃣march: bayes-e"),
        Case(
            "missing-key", .error, "model_parameters:\n  onnx_model: model/one.onnx\n  march: bayes-e\n",
            "1️⃣model_parameters:\n  onnx_model: model/one.onnx\n"),
        Case(
            "missing-key", .error, "calibration_parameters:\n  cal_data_dir: cal", "1️⃣calibration_parameters:",
            twin: "calibration_parameters:\n  cal_data_dir: cal"),
        Case("missing-key", .error, "  mean_value: 123.675 116.28 103.53\n", ""),
        Case("missing-key", .error, "onnx_model: model/one.onnx", "onnx_model: 1️⃣''"),
        Case(
            "missing-key", .error, "  debug: false", "  compile_mode: balance",
            twin: "  compile_mode: balance\n  balance_factor: 50"),
        Case(
            "missing-key", .error, "input_type_rt: nv12", "input_type_rt: yuv444",
            twin: "input_type_rt: yuv444\n  input_layout_rt: NHWC"),
        Case("wrong-type", .error, "debug: false", "debug: 1️⃣'false'"),
        Case("wrong-type", .error, "debug: false", "core_num: 1️⃣'1'", twin: "core_num: 1"),
        Case(
            "wrong-type", .error, "output_model_file_prefix: RepViT_m0_9_8x8_nv12", "output_model_file_prefix: 1️⃣900",
            twin: "output_model_file_prefix: '900'"),
        Case("wrong-type", .error, "optimize_level: O3", "1️⃣optimize_level:"),
        Case("value-not-allowed", .error, "march: bayes-e", "march: 1️⃣bayes_e"),
        Case("value-not-allowed", .error, "optimize_level: O3", "optimize_level: 1️⃣o3"),
        Case("value-not-allowed", .error, "input_layout_train: NCHW", "input_layout_train: 1️⃣nchw"),
        Case("value-out-of-range", .error, "debug: false", "core_num: 1️⃣3", twin: "core_num: 2"),
        Case("value-out-of-range", .error, "debug: false", "max_time_per_fc: 1️⃣999", twin: "max_time_per_fc: 0"),
        Case("value-out-of-range", .error, "input_name: data", "input_batch: 1️⃣4097", twin: "input_batch: 4"),
        Case(
            "value-out-of-range", .error, "calibration_type: max", "max_percentile: 1️⃣1.5",
            twin: "max_percentile: 0.99999"),
        Case("list-length", .error, "mean_value: 123.675 116.28 103.53", "mean_value: 1️⃣123.675; 116.28; 103.53"),
        Case("list-length", .error, "cal_data_dir: cal", "cal_data_dir: 1️⃣cal;cal"),
        Case("list-separator", .error, "input_type_rt: nv12", "input_type_rt: 1️⃣nv12, nv12"),
        Case(
            "list-separator", .warning, "calibration_type: max", "run_on_cpu: 1️⃣Conv_0,Conv_1",
            twin: "run_on_cpu: Conv_0;Conv_1"),
        Case("model-file", .error, "onnx_model: model/one.onnx", "onnx_model: 1️⃣model/other.onnx"),
        Case("model-file", .warning, "onnx_model: model/one.onnx", "onnx_model: 1️⃣nowhere/one.onnx"),
        Case("model-file", .error, "onnx_model: model/one.onnx", "onnx_model: 1️⃣model/one.pt"),
        Case("input-name", .error, "input_name: data", "input_name: 1️⃣dat"),
        Case("input-shape", .error, "input_shape: 1x3x8x8", "input_shape: 1️⃣8*8"),
        Case("input-shape", .error, "input_layout_train: NCHW", "input_layout_train: 1️⃣NHWC"),
        Case("input-shape", .error, "input_shape: 1x3x8x8", "input_shape: 1️⃣1x4x8x8"),
        Case("input-shape", .warning, "input_shape: 1x3x8x8", "input_shape: 1️⃣1x3x16x16"),
        Case("input-types", .error, "input_type_train: rgb", "input_type_rt: 1️⃣nv12\n  input_type_train: featuremap"),
        Case(
            "input-types", .error, "input_space_and_range: regular",
            "input_layout_rt: NHWC\n  input_type_rt: rgb\n  input_space_and_range: 1️⃣bt601_video",
            twin: "input_type_rt: nv12\n  input_space_and_range: bt601_video"),
        Case("odd-size", .error, "input_shape: 1x3x8x8", "input_shape: 1️⃣1x3x7x8"),
        Case("odd-size", .error, "input_shape: 1x3x8x8", "input_shape: 1️⃣1x3x8x9"),
        Case("norm-values", .error, "mean_value: 123.675 116.28 103.53", "mean_value: 1️⃣a b c"),
        Case("norm-values", .warning, "mean_value: 123.675 116.28 103.53", "mean_value: 1️⃣123.675 116.28"),
        Case(
            "norm-values", .warning, "norm_type: data_mean_and_scale\n  mean_value: 123.675",
            "norm_type: data_scale\n  mean_value: 1️⃣123.675"),
        Case(
            "node-info", .error, "march: bayes-e", "march: bayes-e\n  node_info: {Conv_0: {1️⃣ON: BPU}}",
            twin: "march: bayes-e\n  node_info: {Conv_0: {'ON': BPU}}"),
        Case(
            "node-info", .error, "march: bayes-e", "march: bayes-e\n  node_info: {Conv_0: {OutputType: 1️⃣int32}}",
            twin: "march: bayes-e\n  node_info: {Conv_0: {OutputType: int16}}"),
        Case(
            "node-info", .error, "march: bayes-e", "march: bayes-e\n  node_info: 1️⃣A:int16;B:int16",
            twin: "march: bayes-e\n  node_info: A:int16"),
        Case("calibration-folder", .error, "cal_data_dir: cal", "cal_data_dir: 1️⃣cat"),
        Case("calibration-folder", .warning, "cal_data_dir: cal", "cal_data_dir: 1️⃣nowhere/cal"),
        Case("calibration-folder", .warning, "cal_data_dir: cal", "cal_data_dir: 1️⃣stray"),
        Case("calibration-folder", .warning, "cal_data_type: float32", "cal_data_type: uint8"),
        Case("calibration-folder", .warning, "cal_data_dir: cal", "cal_data_dir: 1️⃣few"),
        Case("input-source", .error, "debug: false", "input_source: 1️⃣pyramid", twin: "input_source: {data: pyramid}"),
        Case(
            "input-source", .error, "debug: false", "input_source: {1️⃣dat: pyramid}",
            twin: "input_source: {data: resizer}"),
        Case("input-source", .error, "debug: false", "input_source: {data: 1️⃣ddr}", twin: "input_source: {}"),
        Case(
            "custom-op", .error, "compiler_parameters:",
            "custom_op:\n  custom_op_method: register\n  op_register_files: 1️⃣ops.txt\ncompiler_parameters:",
            twin: "custom_op:\n  custom_op_method: register\n  op_register_files: ops.py\ncompiler_parameters:"),
        Case("march-not-x5", .warning, "march: bayes-e", "march: 1️⃣bayes"),
        Case("optimize-level", .warning, "optimize_level: O3", "optimize_level: 1️⃣O1"),
        Case("optimize-level", .warning, "compiler_parameters:\n  optimize_level: O3", "1️⃣compiler_parameters:"),
        Case("imagenet-norm", .warning, "mean_value: 123.675 116.28 103.53", "mean_value: 1️⃣0.485 0.456 0.406"),
        Case("imagenet-norm", .warning, "mean_value: 123.675 116.28 103.53", "mean_value: 1️⃣103.53 116.28 123.675"),
        Case(
            "imagenet-norm", .warning, "scale_value: 0.01712475 0.017507 0.01742919",
            "scale_value: 1️⃣58.395 57.12 57.375",
            twin: "scale_value: 0.01712 0.01751 0.01743"),
        Case("imagenet-norm", .warning, "norm_type: data_mean_and_scale", "norm_type: 1️⃣no_preprocess"),
        Case("train-type", .warning, "input_type_train: rgb", "input_type_train: 1️⃣bgr"),
        Case("cal-data-type", .warning, "cal_data_dir: cal\n  cal_data_type: float32", "cal_data_dir: 1️⃣cal"),
        Case(
            "cal-data-type", .warning, "cal_data_dir: cal\n  cal_data_type: float32",
            "cal_data_dir: cal_f32\n  cal_data_type: 1️⃣uint8"),
        Case("skip-calibration", .warning, "calibration_type: max", "calibration_type: 1️⃣skip"),
        Case("debug-on", .warning, "debug: false", "debug: 1️⃣true"),
        Case(
            "debug-on", .note, "compiler_parameters:\n  optimize_level: O3\n  debug: false",
            "1️⃣compiler_parameters:\n  optimize_level: O3"),
        Case("duplicate-key", .warning, "debug: false", "debug: false\n  1️⃣debug: false"),
        Case("deprecated-key", .warning, "march: bayes-e", "march: bayes-e\n  1️⃣log_level: debug"),
        Case(
            "deprecated-key", .warning, "input_type_rt: nv12", "input_layout_rt: NHWC\n  input_type_rt: 1️⃣yuv444_128",
            twin: "input_layout_rt: NHWC\n  input_type_rt: yuv444"),
        Case("calibration-contents", .warning, "input_type_train: rgb", "input_type_train: 1️⃣bgr"),
        Case("calibration-contents", .warning, "input_layout_train: NCHW", "input_layout_train: 1️⃣NHWC"),
        Case(
            "calibration-contents", .warning, "cal_data_dir: cal\n  cal_data_type: float32",
            "cal_data_dir: made/data\n  cal_data_type: 1️⃣uint8",
            twin: "cal_data_dir: made/data\n  cal_data_type: float32"),
        Case(
            "nv12-range", .warning,
            "working_dir: build\n  output_model_file_prefix: RepViT_m0_9_8x8_nv12\ninput_parameters:\n"
                + "  input_name: data\n  input_shape: 1x3x8x8\n  input_type_rt: nv12\n  input_space_and_range: regular",
            "working_dir: kit\n  output_model_file_prefix: RepViT_m0_9_8x8_nv12\ninput_parameters:\n"
                + "  input_name: data\n  input_shape: 1x3x8x8\n  input_type_rt: nv12\n  input_space_and_range: 1️⃣regular",
            twin: "working_dir: kit\n  output_model_file_prefix: RepViT_m0_9_8x8_nv12\ninput_parameters:\n"
                + "  input_name: data\n  input_shape: 1x3x8x8\n  input_type_rt: nv12\n  input_space_and_range: bt601_video"
        ),
        Case(
            "removal-order", .warning, "march: bayes-e", "march: bayes-e\n  remove_node_type: 1️⃣Dequantize;Reshape",
            twin: "march: bayes-e\n  remove_node_type: Reshape;Dequantize"),
        Case(
            "removal-order", .warning, "march: bayes-e", "march: bayes-e\n  remove_node_type: 1️⃣Dequantise",
            twin: "march: bayes-e\n  remove_node_type: Dequantize"),
        Case("model-form", .warning, "onnx_model: model/one.onnx", "onnx_model: 1️⃣model/unfused.onnx"),
        Case("model-version", .error, "onnx_model: model/one.onnx", "onnx_model: 1️⃣model/new.onnx"),
        Case(
            "lint-comment", .warning, "march: bayes-e", "march: bayes-e 1️⃣# repvit-lint: disable=optimise-level",
            twin: "march: bayes-e # repvit-lint: disable=optimize-level"),
        Case("lint-comment", .warning, "march: bayes-e", "march: bayes-e\n  1️⃣# repvit-lint: off"),
        Case("trailing-blank", .note, "march: bayes-e", "march: bayes-e1️⃣  ", twin: "march: 'bayes-e'"),
        Case("final-line-break", .note, "debug: false\n", "debug: false1️⃣"),
        Case(
            "section-order", .note, "model_parameters:",
            "compiler_parameters:\n  debug: false\n1️⃣model_parameters:", twin: "model_parameters:"),
        Case(
            "indentation", .note, "compiler_parameters:\n  optimize_level: O3\n  debug: false",
            "compiler_parameters:\n    1️⃣optimize_level: O3\n    debug: false"),
    ]

    /// One such folder for all tests that only read.
    static let shared = Result { try makeFolder() }

    /// A folder with what the right configuration names.
    static func makeFolder() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        for name in ["one", "unfused", "new"] { try AtomicFile.write([0], to: folder("model/\(name).onnx")) }
        for name in ["cal", "stray", "cal_f32", "made/data"] {
            for index in 0..<20 {
                try AtomicFile.write([UInt8](repeating: 1, count: 768), to: folder("\(name)/\(index).rgbchw"))
            }
        }
        try AtomicFile.write("{}", to: folder("stray/manifest.json"))
        try AtomicFile.write([UInt8](repeating: 1, count: 768), to: folder("few/0.rgbchw"))
        return folder
    }

    static let linter = Linter(LintSources(model: model, manifest: manifest))

    @Sendable
    private static func model(_ path: String) -> ModelReading {
        let problem: Finding? =
            switch Path.name(path) {
            case "unfused.onnx":
                Finding(rule: "unfused-batch-normalization", severity: .warning, message: "x", fix: "y")
            case "new.onnx": Finding(rule: "mapper-opset", severity: .error, message: "x", fix: "y")
            default: nil
            }
        guard problem != nil || Path.name(path) == "one.onnx" else { return .unknown }
        return .known([ModelInput(name: "data", shape: [1, 3, 8, 8])], problems: problem.map { [$0] } ?? [])
    }

    @Sendable
    private static func manifest(_ folder: String) -> DataManifest? {
        switch Path.name(folder) {
        case "made": DataManifest(path: folder, elementType: "float32", layout: "rgbchw", size: ImageSize(square: 8))
        case "kit": DataManifest(path: folder, nv12Range: .video)
        default: nil
        }
    }

    @Test("A right configuration has no findings")
    func rightHasNone() throws {
        let folder = try Self.shared.get()
        #expect(Self.linter.lint(text: Self.right, path: folder("a.yaml")) == [])
    }

    @Test("A mistake is found where it is, and its twin passes", arguments: cases)
    func finds(_ item: Case) throws {
        try #require(Self.right.contains(item.replaced))
        let folder = try Self.shared.get()
        let marked = item.marked
        let text = marked.text
        let findings = Self.linter.lint(text: text, path: folder("a.yaml"))
        let found = findings.filter { $0.rule == item.rule && $0.severity == item.severity }
        #expect(!found.isEmpty, "\(findings)")
        if let place = marked.places.first {
            #expect(
                found.contains { $0.location?.line == place.line && $0.location?.column == place.column },
                "\(place): \(found)")
        }
        for finding in found {
            #expect(finding.fix != nil || finding.rule == "yaml-syntax", "\(finding)")
            #expect(!finding.message.hasSuffix(".") && !finding.message.contains("\n"))
        }

        let left = Self.linter.lint(text: item.passing, path: folder("a.yaml")).filter { $0.rule == item.rule }
        #expect(left.isEmpty, "\(left)")
    }

    @Test("Every rule has a case")
    func everyRuleIsTested() {
        let others: Set<String> = ["text-encoding", "shared-output", "run-fast"]
        let tested = Set(Self.cases.map(\.rule)).union(others)
        let ids = Linter.rules.descriptors.map(\.id)
        #expect(Set(ids) == tested)
        #expect(ids == ids.sorted())
    }

    @Test("Every rule is named after its type and its file, and documented", arguments: Linter.rules.types.indices)
    func conventions(_ index: Int) {
        RuleConventions.check(Linter.rules.types[index], in: "Sources/Conversion/MapperYAML/Rules")
    }

    @Test("UTF-16 is found; UTF-8 with a byte order mark passes")
    func encoding() throws {
        let folder = try Self.shared.get()
        let units: [UInt8] = [0xFF, 0xFE] + Array(Self.right.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let found = Self.linter.lint(bytes: units, path: folder("a.yaml"))
        #expect(found.map(\.rule) == ["text-encoding"])
        #expect(found.first?.location?.line == 1 && found.first?.location?.column == 1)
        #expect(Self.linter.lint(bytes: [0xEF, 0xBB, 0xBF] + Array(Self.right.utf8), path: folder("a.yaml")).isEmpty)
    }

    @Test("run_fast without a shape, or with another one than the model's, is found")
    func runFast() throws {
        let folder = try Self.shared.get()
        let fast = Self.right.replacing("calibration_type: max", with: "optimization: run_fast")
        #expect(Self.linter.lint(text: fast, path: folder("a.yaml")).isEmpty)
        let without = fast.replacing("  input_shape: 1x3x8x8\n", with: "")
        let found = Self.linter.lint(text: without, path: folder("a.yaml"))
        #expect(found.map(\.rule) == ["run-fast"])
        #expect(found.first?.location?.line == 18 && found.first?.location?.column == 17)
        let other = fast.replacing("1x3x8x8", with: "1x3x10x8")
        #expect(Self.linter.lint(text: other, path: folder("a.yaml")).contains { $0.rule == "run-fast" })
    }

    @Test("Files that overwrite each other's results are found; another prefix passes")
    func sharedOutput() throws {
        let folder = try Self.makeFolder()
        try AtomicFile.write(Self.right, to: folder("a.yaml"))
        try AtomicFile.write(Self.right.replacing("dir: build", with: "dir: ./x/../build"), to: folder("b.yaml"))
        try AtomicFile.write(Self.right.replacing("RepViT_m0_9", with: "RepViT_m1_0"), to: folder("c.yaml"))
        let results = Self.linter.lint([folder("a.yaml"), folder("b.yaml"), folder("c.yaml"), folder("a.yaml")])
        #expect(results.map { $0.findings.map(\.rule) } == [[], ["shared-output"], [], []])
        #expect(results[1].findings.first?.location?.line == 5)
        #expect(results[1].findings.first?.location?.column == 29)
    }

    @Test(
        "A slip of the fingers gets the right name",
        arguments: [
            ("mach", "march"), ("calibraton_type", "calibration_type"), ("optimise_level", "optimize_level"),
            ("Debug", "debug"),
        ])
    func suggestions(_ wrong: String, _ right: String) {
        #expect(NearestName.find(wrong, in: Key.allCases.map(\.rawValue)) == right)
        #expect(NearestName.find("zzzzzz", in: Key.allCases.map(\.rawValue)) == nil)
    }

    @Test("All mistakes of a file are found at once, in the order of the file")
    func allAtOnce() throws {
        let folder = try Self.shared.get()
        let text = Self.right.replacing("bayes-e", with: "bayes").replacing("O3", with: "O0")
            .replacing("train: rgb", with: "train: bgr").replacing("debug: false", with: "debug: true")
        let findings = Self.linter.lint(text: text, path: folder("a.yaml"))
        #expect(
            findings.map(\.rule) == [
                "march-not-x5", "train-type", "calibration-contents", "imagenet-norm", "imagenet-norm",
                "optimize-level",
                "debug-on",
            ])
    }

    @Test(
        "Hostile files give a finding, not a crash",
        arguments: [
            String(repeating: "[", count: 10_000), String(repeating: "- ", count: 10_000), "\u{0}", "a: \u{1B}",
            "[]", "x", "", "model_parameters: []\ninput_parameters: 3\n", "? [a]\n: b\n", "1: 2\n",
            String(repeating: "k: 1\n", count: 200_000),
        ])
    func hostile(_ text: String) {
        let findings = Linter().lint(text: text, path: "a.yaml")
        #expect(findings.containErrors)
    }
}
