import Foundation
@testable import ONNX
@testable import ONNXOperators
import Support
import ONNXTestSupport
import Testing
import TestSupport

@Suite("Shape inference")
struct ShapeInferenceTests {
    @Test(
        "Operators of usual networks have the shapes that onnx infers",
        .enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
    func operators() async throws {
        let folder = TemporaryFolder()
        _ = try await Oracle.run(program: "usual_operators.py", arguments: [folder.path])
        let names = try Folder.names(in: folder.path)
        #expect(names.count > 150)
        let batch = try await ShapeOracle.files(names.map { folder($0) })
        let agreement = try ShapeAgreementTests.Agreement(batch)
        #expect(agreement.rows["given", default: .init()].values > 250)
        #expect(Set(agreement.known.keys).isSubset(of: [.noRule]))
        for mistake in agreement.mistakes { Issue.record("\(mistake)") }
        for record in batch.records {
            let problems = ShapeInference(try batch.model(record)).problems
            #expect(problems.isEmpty, "\(record.name): \(problems.map(\.message))")
        }
    }

    @Test("A shape that is computed from a shape is known")
    func propagation() {
        let one = Tensor(name: "one", shape: [1], integers: [1])
        let nodes = [
            Node("Shape", inputs: ["x"], outputs: ["s"]),
            Node("Gather", inputs: ["s", "zero"], outputs: ["n"]),
            Node("Unsqueeze", inputs: ["n"], outputs: ["list"], attributes: [Attribute("axes", .integers([0]))]),
            Node(
                "Concat", inputs: ["list", "rest"], outputs: ["target"], attributes: [Attribute("axis", .integer(0))]),
            Node("Reshape", inputs: ["x", "target"], outputs: ["y"]),
        ]
        let graph = Graph(
            name: "g", nodes: nodes, inputs: [ValueInfo("x", .tensor(.float, shape: [.symbolic("N"), 4, 6]))],
            outputs: [ValueInfo("y", nil)],
            initializers: [
                one, Tensor(name: "zero", shape: [], integers: [0]),
                Tensor(name: "rest", shape: [2], integers: [3, 8]),
            ])
        let shapes = ShapeInference(Model(graph: graph, opset: 11, irVersion: 6))
        #expect(shapes.shape(of: "y") == [.symbolic("N"), 3, 8])
        #expect(shapes.problems.isEmpty)
    }

    @Test("Branches of If share what they have in common")
    func branches() {
        func branch(_ size: Int) -> Graph {
            Graph(
                name: "b", nodes: [Node("Identity", inputs: ["w"], outputs: ["r"])],
                outputs: [ValueInfo("r", nil)],
                initializers: [Tensor(name: "w", shape: [2, size], floats: [Float](repeating: 0, count: 2 * size))])
        }
        let node = Node(
            "If", inputs: ["x"], outputs: ["y"],
            attributes: [Attribute("then_branch", .graph(branch(3))), Attribute("else_branch", .graph(branch(4)))])
        let shapes = ShapeInference(Samples.oneNode(node, inputs: [("x", .tensor(.bool, shape: []))]))
        #expect(shapes.types["y"] == .tensor(.float, shape: [2, .unknown]))
    }

    @Test("What contradicts is a problem that names the node")
    func problems() {
        var model = Samples.network()
        model.graph.valueInfo = [ValueInfo("r", .tensor(.float, shape: [1, 4, 8, 9]))]
        model.graph.initializers[1].shape = [5, 512]
        let problems = ShapeInference(model).problems
        // Before opset 13, onnx does not look at the axis that Gemm sums over.
        #expect(problems.map(\.kind) == [.statement, .impossible, .statement])
        #expect(problems.map(\.node) == ["relu (Relu)", "gemm (Gemm)", "gemm (Gemm)"])
    }

    @Test("Multiply-accumulates follow from shapes")
    func macs() {
        // 4 x 8 x 8 outputs of 3 x 3 x 3 each, and a matrix of 10 x 256.
        #expect(ShapeInference(Samples.network()).macs == 4 * 64 * 27 + 2560)
        let transposed = Samples.oneNode(
            Node(
                "ConvTranspose", inputs: ["x", "w"], outputs: ["y"],
                attributes: [Attribute("strides", .integers([2, 2]))]),
            initializers: [Tensor(name: "w", shape: [4, 3, 2, 2], floats: [Float](repeating: 0, count: 48))])
        #expect(ShapeInference(transposed).macs == 256 * 12)
    }

    @Test(
        "Hostile attributes are a problem, not a trap",
        arguments: [Int64.max, .min, -1, 0, 1 << 32], ["strides", "pads", "dilations", "kernel_shape", "group"])
    func hostileAttributes(value: Int64, name: String) {
        let count = name == "pads" ? 4 : 2
        let attribute: AttributeValue =
            name == "group" ? .integer(value) : .integers([Int64](repeating: value, count: count))
        for type in ["Conv", "ConvTranspose"] {
            let model = Samples.oneNode(
                Node(type, inputs: ["x", "w"], outputs: ["y"], attributes: [Attribute(name, attribute)]),
                initializers: [Tensor(name: "w", shape: [4, 4, 1, 1], floats: [Float](repeating: 0, count: 16))])
            let isHarmless = value == 0 && name == "pads"
            #expect(ShapeInference(model).problems.isEmpty == isHarmless)
        }
    }
}
