import Diagnostics
import Foundation
@testable import MapperYAML
import Support
import Testing
import TestSupport

@Suite("Changing configurations")
struct EditingTests {
    @Test(
        "A setting changes, and nothing else",
        arguments: [
            ("march=bayes", "march: bayes-e", "march: bayes"), ("debug=true", "debug: false", "debug: true"),
            ("input_parameters.input_batch=4", "", "  input_batch: 4\n"),
            ("mean_value=1 2 3", "123.675 116.28 103.53", "1 2 3"),
            ("output_model_file_prefix=900", "RepViT_m0_9_8x8_nv12", "'900'"),
            ("node_info={Conv_0: {OutputType: int16}}", "", "  node_info: {Conv_0: {OutputType: int16}}\n"),
            ("max_percentile=0.999", "", "  max_percentile: 0.999\n"),
            ("input_type_rt=nv12;featuremap", "rt: nv12", "rt: nv12;featuremap"),
            ("op_register_files=a.py", "", "custom_op:\n  op_register_files: a.py\n"),
        ])
    func set(_ change: String, _ old: String, _ new: String) throws {
        let changed = try ConfigEditor.changing(text: RuleTests.right, set: [Assignment(parsing: change)])
        if old.isEmpty {
            #expect(changed.contains(new))
            #expect(changed.replacing(new, with: "") == RuleTests.right)
        } else {
            #expect(changed == RuleTests.right.replacing(old, with: new))
        }
    }

    @Test("The quotes that were there stay")
    func quotes() throws {
        for quote in ["'", "\""] {
            let text = RuleTests.right.replacing("march: bayes-e", with: "march: \(quote)bayes-e\(quote)")
            let changed = try ConfigEditor.changing(text: text, set: [Assignment(.march, "bayes")])
            #expect(changed == text.replacing("bayes-e", with: "bayes"))
        }
    }

    @Test(
        "A value that hb_mapper would reject in any file is refused",
        arguments: [
            "march=bayes_e", "debug=maybe", "core_num=3", "core_num=two", "march", "mach=bayes", "march=",
            "compiler_parameters.march=bayes", "balance_factor=101", "max_time_per_fc=5", "node_info={a", "a.b.march=x",
            "cal_data_dir=", "input_type_rt=nv12;nv13", "onnx_model=a\nb: c",
        ])
    func refused(_ change: String) {
        let error = #expect(throws: MapperConfigError.self) {
            _ = try ConfigEditor.changing(text: RuleTests.right, set: [Assignment(parsing: change)])
        }
        #expect(error?.exitStatus == .usage)
    }

    @Test("Every value of every key can be set, reads back, and the vendor's types hold")
    func everyValue() throws {
        for schema in Schema.keys where schema.key != .inputSource && schema.type != .boolean {
            for value in schema.values {
                let text = try ConfigEditor.changing(text: RuleTests.right, set: [Assignment(schema.key, value)])
                let findings = Linter().lint(text: text, path: "a.yaml")
                let bad = findings.filter { ["wrong-type", "value-not-allowed", "unknown-key"].contains($0.rule) }
                #expect(bad.isEmpty, "\(bad)")
            }
        }
    }

    @Test("The file is replaced at once, through a link, and not at all if a change cannot be made")
    func file() throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(RuleTests.right, to: folder("real.yaml"))
        try FileManager.default.createSymbolicLink(atPath: folder("a.yaml"), withDestinationPath: "real.yaml")
        #expect(try ConfigEditor.change(folder("a.yaml"), set: [Assignment(.debug, "true")], unset: [.calDataType]))
        let changed = try String(contentsOfFile: folder("real.yaml"), encoding: .utf8)
        #expect(
            changed
                == RuleTests.right.replacing("debug: false", with: "debug: true")
                .replacing("  cal_data_type: float32\n", with: ""))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder("a.yaml")) == "real.yaml")
        #expect(try !ConfigEditor.change(folder("a.yaml"), set: [Assignment(.debug, "true")]))
        #expect(throws: MapperConfigError.self) {
            try ConfigEditor.change(folder("a.yaml"), set: [Assignment(.debug, "false"), Assignment(.march, "x")])
        }
        #expect(try String(contentsOfFile: folder("real.yaml"), encoding: .utf8) == changed)
        #expect(throws: (any Error).self) { try ConfigEditor.change(folder("none.yaml"), set: []) }
    }
}

@Suite("Comparing configurations")
struct DifferenceTests {
    private func between(_ first: String, _ second: String) throws -> [ConfigDifference] {
        let folder = TemporaryFolder()
        try AtomicFile.write(first, to: folder("a.yaml"))
        try AtomicFile.write(second, to: folder("b.yaml"))
        return try ConfigDifference.between(folder("a.yaml"), folder("b.yaml"))
    }

    @Test(
        "What means the same is the same",
        arguments: [
            ("march: bayes-e", "march: 'bayes-e' # the board"), ("debug: false", "debug: no"),
            ("cal_data_dir: cal", "cal_data_dir: ./x/../cal"), ("input_name: data", "input_name: 'data;'"),
            ("mean_value: 123.675 116.28 103.53", "mean_value: 123.6750, 116.28, 103.530"),
            ("input_shape: 1x3x8x8", "input_shape: 1X3X8X8"), ("  input_space_and_range: regular\n", ""),
            ("  debug: false", "  debug: false\n  core_num: 1\n  compile_mode: latency"),
            ("  debug: false", "  debug: false\n  max_time_per_fc: 0"),
        ])
    func same(_ old: String, _ new: String) throws {
        let other = RuleTests.right.replacing(old, with: new)
        #expect(other != RuleTests.right)
        #expect(try between(RuleTests.right, other) == [])
    }

    @Test("What means something else is named with both values")
    func different() throws {
        let other = RuleTests.right.replacing("  optimize_level: O3\n", with: "").replacing("cal\n", with: "data\n")
            .replacing("  debug: false", with: "  input_source: {data: pyramid}")
        let found = try between(RuleTests.right, other)
        #expect(found.map(\.key) == [.calDataDir, .optimizeLevel, .debug, .inputSource])
        #expect(found[1].first == "O3" && found[1].second == "O0" && found[1].secondIsDefault)
        #expect(found[2].first == "False" && found[2].second == "true" && found[2].secondIsDefault)
        #expect(found[3].first == nil && found[3].firstIsDefault && found[3].second == "{'data': 'pyramid'}")
    }

    @Test("A wrong type is not the same as the right value")
    func types() throws {
        #expect(
            try between(RuleTests.right, RuleTests.right.replacing("debug: false", with: "debug: 'false'")).count == 1)
        #expect(
            try between(RuleTests.right, RuleTests.right.replacing("debug: false", with: "debug: [false]")).count == 1)
    }

    @Test("Paths count from their file's folder")
    func paths() throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(RuleTests.right, to: folder("a.yaml"))
        try AtomicFile.write(RuleTests.right, to: folder("x/b.yaml"))
        let found = try ConfigDifference.between(folder("a.yaml"), folder("x/b.yaml"))
        #expect(found.map(\.key) == [.onnxModel, .workingDir, .calDataDir])
        try AtomicFile.write(
            RuleTests.right.replacing("model/one", with: "../model/one").replacing("dir: build", with: "dir: ../build")
                .replacing("dir: cal", with: "dir: ../cal"), to: folder("x/b.yaml"))
        #expect(try ConfigDifference.between(folder("a.yaml"), folder("x/b.yaml")) == [])
    }
}
