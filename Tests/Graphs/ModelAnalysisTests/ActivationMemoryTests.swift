@testable import ModelAnalysis
@testable import ONNX
@testable import ONNXOperators
import ONNXTestSupport
import Testing
import TestSupport

@Suite("Memory for activations")
struct ActivationMemoryTests {
    @Test("A value lives from the node that gives it to the last that uses it")
    func lifetimes() {
        // x (100) -> a (100) -> b (100); a is used again by the last node.
        let nodes = [
            Node("Relu", inputs: ["x"], outputs: ["a"]), Node("Sigmoid", inputs: ["a"], outputs: ["b"]),
            Node("Relu", inputs: ["b"], outputs: ["c"]), Node("Add", inputs: ["c", "a"], outputs: ["y"]),
        ]
        let model = Model(
            graph: Graph(
                name: "g", nodes: nodes, inputs: [ValueInfo("x", .tensor(.float, shape: [25]))],
                outputs: [ValueInfo("y", .tensor(.float, shape: [25]))]), opset: 13, irVersion: 8)
        // At its largest: a, b and c, or a, c and y.
        #expect(ModelStatistics(model).peakActivationBytes == 300)
    }

    @Test("A symbolic batch has no size")
    func symbolic() {
        var model = Samples.network()
        model.graph.inputs[0].type = .tensor(.float, shape: [.symbolic("N"), 3, 8, 8])
        #expect(ModelStatistics(model).peakActivationBytes == nil)
    }

    @Test("Constants take no memory, wherever they are")
    func constants() {
        let model = Samples.network()
        // data: 1*3*8*8, conv: 1*4*8*8 floats; then conv and relu together.
        #expect(ModelStatistics(model).peakActivationBytes == 4 * (256 + 256))
    }

    @Test(
        "It is what the same rule gives over onnx's own shapes, in every form of m0_9",
        .enabled(if: Exports.isAvailable && Oracle.python != nil, "\(Exports.absence)"), arguments: Exports.forms)
    func repvit(form: String) async throws {
        let path = try await Exports.path("m0_9", form)
        let expected = try await Oracle.run(program: "peak_activations.py", arguments: [path])
        #expect("\(ModelStatistics(try Model(contentsOf: path)).peakActivationBytes ?? 0)\n" == expected)
    }
}
