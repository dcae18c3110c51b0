@testable import ModelAnalysis
@testable import ONNX
@testable import ONNXOperators
import ONNXTestSupport
import Testing
import TestSupport

@Suite("Comparing models")
struct ComparisonTests {
    @Test("A model is the same as itself under other names and with other weights")
    func renamed() {
        let model = Samples.network()
        var other = model
        for index in other.graph.nodes.indices {
            other.graph.nodes[index].name = "n\(index)"
            other.graph.nodes[index].inputs = other.graph.nodes[index].inputs.map { $0 == "data" ? $0 : "v" + $0 }
            other.graph.nodes[index].outputs = other.graph.nodes[index].outputs.map { $0 == "output" ? $0 : "v" + $0 }
        }
        for index in other.graph.initializers.indices {
            other.graph.initializers[index].name.insert("v", at: "".startIndex)
        }
        other.graph.initializers[0].data = Tensor(shape: [108], floats: [Float](repeating: 2, count: 108)).data
        other.irVersion = 7
        let comparison = ModelComparison(model, other)
        #expect(comparison.isSame, "\(comparison.nodes)")
    }

    @Test("A node less, a node more, and another attribute are named")
    func changes() {
        let model = Samples.network()
        var other = model
        other.graph.nodes[1] = Node("Sigmoid", name: "sigmoid", inputs: ["c"], outputs: ["r"])
        other.graph.nodes[0].attributes[1] = Attribute("pads", .integers([0, 0, 2, 2]))
        let comparison = ModelComparison(model, other)
        #expect(!comparison.isSame)
        #expect(comparison.operators.map(\.name) == ["Relu", "Sigmoid"])
        #expect(comparison.operators.map(\.first) == [1, nil] && comparison.operators.map(\.second) == [nil, 1])
        #expect(
            Set(comparison.nodes.map { "\($0.kind) \($0.node) \($0.details)" }) == [
                "changed conv (Conv) [\"pads: [1, 1, 1, 1] -> [0, 0, 2, 2]\"]", "removed relu (Relu) []",
                "added sigmoid (Sigmoid) []",
            ])
    }

    @Test("Inputs and outputs count by name and type")
    func ports() {
        let model = Samples.network()
        var other = model
        other.graph.inputs[0].type = .tensor(.float, shape: [2, 3, 8, 8])
        other.graph.outputs[0].name = "logits"
        other.graph.nodes[3].outputs = ["logits"]
        let comparison = ModelComparison(model, other)
        #expect(comparison.inputs.map(\.name) == ["data"])
        #expect(comparison.outputs.map(\.name) == ["output", "logits"])
        #expect(!comparison.isSame)
    }

    @Test("Sequences that are too long to align are counted")
    func long() {
        var model = Samples.network()
        var other = model
        for index in 0..<6000 {
            model.graph.nodes.append(Node("Relu", inputs: ["output"], outputs: ["a\(index)"]))
            other.graph.nodes.append(
                Node(index == 3000 ? "Tanh" : "Sigmoid", inputs: ["output"], outputs: ["a\(index)"]))
        }
        let comparison = ModelComparison(model, other)
        #expect(comparison.nodes.count { $0.kind == .removed } == 6000)
        #expect(comparison.nodes.count { $0.kind == .added } == 6000)
    }

    @Test(
        "The forms of m0_9 differ as their exporters do", .enabled(if: Exports.isAvailable, "\(Exports.absence)"))
    func exports() async throws {
        let raw = try Model(contentsOf: try await Exports.path("m0_9", "raw"))
        let fused = try Model(contentsOf: try await Exports.path("m0_9", "fused"))
        #expect(ModelComparison(raw, raw).isSame)
        let comparison = ModelComparison(raw, fused)
        #expect(!comparison.isSame && comparison.inputs.isEmpty && comparison.outputs.isEmpty)
        #expect(comparison.operators.contains { $0.name == "Conv" && $0.first == 126 && $0.second == 103 })
        #expect(comparison.operators.contains { $0.name == "BatchNormalization" && $0.second == nil })
    }
}
