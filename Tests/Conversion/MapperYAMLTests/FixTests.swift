import Diagnostics
@testable import MapperYAML
import Support
import Testing
import TestSupport
import YAML

@Suite("Safe fixes")
struct FixTests {
    private static let linter = RuleTests.linter

    private func mendable(_ text: String, at path: String) throws -> [RepairableFinding] {
        let document = try YAMLDocument(text: text, path: path)
        return Self.linter.check(ConfigFile(document), Surroundings(Self.linter.sources))
    }

    @Test(
        "A finding that can be mended is gone afterwards, and a second time changes nothing", arguments: RuleTests.cases
    )
    func mends(_ item: RuleTests.Case) throws {
        guard item.rule != "yaml-syntax" else { return }
        let folder = try RuleTests.shared.get()
        let path = folder("a.yaml")
        let before = try mendable(item.marked.text, at: path)
        let fixed = Self.linter.fixed(bytes: Array(item.marked.text.utf8), path: path)
        let text = fixed.bytes.map { String(decoding: $0, as: UTF8.self) } ?? item.marked.text

        let after = try mendable(text, at: path)
        #expect(after.allSatisfy { $0.repair == nil }, "\(after)")
        let unmendable = before.filter { $0.repair == nil }.count
        #expect(after.count <= unmendable, "\(text)\n\(after)")
        #expect((fixed.bytes == nil) == !before.contains { $0.repair != nil })
        #expect(Self.linter.fixed(bytes: Array(text.utf8), path: path).bytes == nil)
    }

    @Test("A right configuration is left alone", arguments: RuleTests.cases)
    func leavesRight(_ item: RuleTests.Case) throws {
        let folder = try RuleTests.shared.get()
        let path = folder("a.yaml")
        guard Self.linter.lint(text: item.passing, path: path).isEmpty else { return }
        #expect(Self.linter.fixed(bytes: Array(item.passing.utf8), path: path).bytes == nil)
    }

    @Test("A file full of mistakes that can be mended lints clean afterwards, with its comments and its order")
    func everything() throws {
        let folder = try RuleTests.shared.get()
        let wrong = """
            # the model
            model_parameters:
              onnx_model: model/one.onnx
              mach: Bayes_E  # the board
              log_level: debug
              working_dir:\tbuild
              output_model_file_prefix: 900
              remove_node_type: Dequantize,Reshape
              node_info: {Conv_0: {ON: BPU}}

            input_parameters:
              input_name: dat
              input_shape: 1x3x8x8
              input_type_rt: NV12
              input_type_train: rgb
              input_layout_train: nhwc
              norm_type: data_mean_and_scale   \("")
              mean_value: 123.675; 116.28; 103.53
              # not a scale
              scale_value: 58.395 57.12 57.375
            calibration_parameters:
              cal_data_dir: cal
              calibration_type: Max
            compiler_parameters:
              debug: 'yes'
              core_num: '1'
              core_num: '1'
              input_source: pyramid
            """
        let right = """
            # the model
            model_parameters:
              onnx_model: model/one.onnx
              march: bayes-e  # the board
              working_dir: build
              output_model_file_prefix: '900'
              remove_node_type: Reshape;Dequantize
              node_info: {Conv_0: {'ON': BPU}}

            input_parameters:
              input_name: data
              input_shape: 1x3x8x8
              input_type_rt: nv12
              input_type_train: rgb
              input_layout_train: NCHW
              norm_type: data_mean_and_scale
              mean_value: 123.675 116.28 103.53
              # not a scale
              scale_value: 58.395 57.12 57.375
            calibration_parameters:
              cal_data_dir: cal
              calibration_type: max
              cal_data_type: float32
            compiler_parameters:
              debug: false
              core_num: 1
              input_source: {data: pyramid}
              optimize_level: O2

            """
        let path = folder("a.yaml")
        let fixed = Self.linter.fixed(bytes: Array(wrong.utf8), path: path)
        let text = fixed.bytes.map { String(decoding: $0, as: UTF8.self) }
        #expect(text == right)
        #expect(Self.linter.lint(text: text ?? "", path: path) == [])
        #expect(Self.linter.fixed(bytes: Array(right.utf8), path: path).bytes == nil)
    }

    @Test("UTF-16 becomes UTF-8")
    func encoding() throws {
        let folder = try RuleTests.shared.get()
        let units: [UInt8] =
            [0xFF, 0xFE] + Array(RuleTests.right.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let fixed = Self.linter.fixed(bytes: units, path: folder("a.yaml"))
        #expect(fixed.bytes == Array(RuleTests.right.utf8))
    }

    @Test("Mutations: what is mended stays mended, and no error is new", arguments: 0..<400)
    func mutations(_ index: Int) throws {
        var mutator = ConfigMutator(seed: UInt64(index))
        let text = mutator.next().text
        let linter = Linter(LintSources { ConfigMutator.models[Path.name($0)].map { .known($0) } ?? .unknown })
        let before = linter.lint(text: text, path: "a.yaml")
        let fixed = linter.fixed(bytes: Array(text.utf8), path: "a.yaml")
        guard let bytes = fixed.bytes else { return }
        let after = linter.lint(bytes: bytes, path: "a.yaml")
        #expect(after.count { $0.severity == .error } <= before.count { $0.severity == .error }, "\(text)")
        #expect(linter.fixed(bytes: bytes, path: "a.yaml").bytes == nil, "\(text)")
    }

    @Test("A file that is no YAML is left as it is")
    func noYAML() throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("a: [\n", to: folder("a.yaml"))
        #expect(try Self.linter.fixed(folder("a.yaml")).bytes == nil)
        #expect(throws: (any Error).self) { try Self.linter.fixed(folder("none.yaml")) }
    }
}
