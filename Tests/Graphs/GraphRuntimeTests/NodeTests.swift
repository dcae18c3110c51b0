import Foundation
import InputContract
import ONNX
import RepViT
import Support
import Testing
import TestSupport

@Suite("Operators", .enabled(if: Oracle.python != nil, Comment(rawValue: Oracle.absence)))
struct NodeTests {
    /// Tests of claimed operators that are left out, with the reason.
    private static let leftOut: [String: String] = {
        let training = "it trains, and the executor does not"
        let rounding = "it expects the narrow type's rounding after each node, in another order"
        return [
            "test_batchnorm_epsilon_training_mode": training, "test_batchnorm_example_training_mode": training,
            "test_training_dropout": training, "test_training_dropout_default": training,
            "test_training_dropout_default_mask": training, "test_training_dropout_mask": training,
            "test_attention_3d_causal_bf16_expanded": rounding,
            "test_attention_4d_attn_mask_causal_bf16_expanded": rounding,
            "test_attention_4d_causal_bf16_expanded": rounding, "test_attention_4d_causal_fp16_expanded": rounding,
            "test_attention_4d_causal_padded_kv_bf16_expanded": rounding,
            "test_attention_4d_padded_kv_bf16_expanded": rounding,
        ]
    }()

    private static let types: Set<ElementType> = [
        .float, .double, .float16, .bfloat16, .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64,
    ]

    private static func reason(_ test: NodeTest) -> String? {
        if let reason = leftOut[test.name] { return reason }
        let strange = test.elementTypes.subtracting(types)
        return strange.isEmpty
            ? nil : "the executor has no \(strange.map(\.description).sorted().joined(separator: ", "))"
    }

    @Test("The executor passes the onnx package's node tests of every operator that it claims")
    func nodeTests() async throws {
        let folder = TemporaryFolder()
        try await run("node_tests.py", folder.path)
        let claimed = try NodeTest.all(in: folder.path).filter(\.isClaimed)
        var leftOut: [String] = []
        var passed = 0
        for test in claimed {
            if let reason = Self.reason(test) {
                leftOut.append("\(test.name): \(reason)")
            } else if let problem = test.problem() {
                Issue.record("\(test.name): \(problem)")
            } else {
                passed += 1
            }
        }
        print("onnx node tests: \(claimed.count) of claimed operators, \(passed) passed, \(leftOut.count) left out:")
        for line in leftOut { print("  \(line)") }
        #expect(passed > 1000)
        #expect(Set(Self.leftOut.keys).isSubset(of: claimed.map(\.name)), "a test that is left out is not there")
    }

    @Test("Convolutions and pools of any stride, dilation, pad and group are onnxruntime's")
    func windows() async throws {
        let folder = TemporaryFolder()
        try await run("window_models.py", folder.path, "150")
        let tests = try NodeTest.all(in: folder.path)
        #expect(tests.count == 150)
        for test in tests {
            if let problem = test.problem(absolute: 1e-5) { Issue.record("\(test.name): \(problem)") }
        }
    }

    @Test(
        "RepViT's logits are onnxruntime's within a hundred-thousandth of the largest",
        arguments: [Variant.m0_9, .m1_1])
    func repvit(variant: Variant) async throws {
        let folder = TemporaryFolder()
        let weights = try RepViTWeights(
            seed: 0, variant: variant, head: ClassifierHead(classes: 1000, isDistilled: true))
        let path = folder("network.onnx")
        try RepViTExporter.export(weights, size: ImageSize(square: 224), producerVersion: "").write(to: path)
        try await run("run_model.py", path)
        let test = try #require(try NodeTest.all(in: folder.path).first)
        let logits = try #require(try test.dataSets.first?.outputs.first?.value.floats())
        let largest = try #require(logits.map(abs).max())
        #expect(test.problem(absolute: 1e-5 * largest, relative: 0) == nil)
    }

    private func run(_ script: String, _ arguments: String...) async throws {
        _ = try await Oracle.run(program: script, arguments: arguments)
    }
}
