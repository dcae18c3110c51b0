import Diagnostics
import GraphEditing
@testable import GraphPasses
import InputContract
@testable import ModelChecks
@testable import ONNX
import Testing

@Suite("Opsets")
struct OpsetTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var from: Int
        var to: Int
        var shape = [1, 4, 8, 8]
        var build: @Sendable (inout Sketch) -> Void
        var expected: [String]
    }

    private static let cases: [Case] = [
        Case(
            testDescription: "Squeeze and Unsqueeze", from: 13, to: 11, shape: [1, 4, 1, 8],
            build: { sketch in
                sketch.node("Squeeze", ["x", sketch.integers("a", [-2])], "s")
                sketch.node("Unsqueeze", ["s", sketch.integers("b", [2, -1])], "y")
            }, expected: ["Squeeze", "Unsqueeze"]),
        Case(
            testDescription: "ReduceMean", from: 18, to: 11,
            build: { sketch in
                sketch.node(
                    "ReduceMean", ["x", sketch.integers("a", [-1])], "y", [.integer("noop_with_empty_axes", 0)])
            }, expected: ["ReduceMean"]),
        Case(
            testDescription: "ReduceSum without axes that is to do nothing", from: 18, to: 11,
            build: { sketch in
                sketch.node("ReduceSum", ["x", sketch.integers("a", [])], "y", [.integer("noop_with_empty_axes", 1)])
            }, expected: ["Identity"]),
        Case(
            testDescription: "Split with sizes", from: 13, to: 11,
            build: { sketch in
                sketch.nodes.append(
                    Node(
                        "Split", inputs: ["x", sketch.integers("a", [1, 3])], outputs: ["p", "y"],
                        attributes: [.integer("axis", 1)]))
            }, expected: ["Split"]),
        Case(
            testDescription: "Split into uneven parts", from: 18, to: 11, shape: [1, 7, 2, 2],
            build: { sketch in
                sketch.nodes.append(
                    Node(
                        "Split", inputs: ["x"], outputs: ["p", "q", "y"],
                        attributes: [.integer("axis", 1), .integer("num_outputs", 3)]))
            }, expected: ["Split"]),
        Case(
            testDescription: "Softmax over the last axis", from: 13, to: 11,
            build: { sketch in
                sketch.node("Softmax", ["x"], "y")
            }, expected: ["Softmax"]),
        Case(
            testDescription: "Softmax over an axis in between", from: 13, to: 11,
            build: { sketch in
                sketch.node("Softmax", ["x"], "y", [.integer("axis", 1)])
            }, expected: ["Transpose", "Softmax", "Transpose"]),
        Case(
            testDescription: "Clip to attributes", from: 13, to: 10,
            build: { sketch in
                sketch.node("Clip", ["x", sketch.scalar("l", -0.5), sketch.scalar("h", 0.5)], "y")
            }, expected: ["Clip"]),
        Case(
            testDescription: "Pad of some axes", from: 18, to: 11,
            build: { sketch in
                sketch.node("Pad", ["x", sketch.integers("p", [1, 2]), "", sketch.integers("a", [-1])], "y")
            }, expected: ["Pad"]),
        Case(
            testDescription: "Pad to attributes", from: 13, to: 10,
            build: { sketch in
                sketch.node("Pad", ["x", sketch.integers("p", [0, 0, 1, 0, 0, 0, 0, 2]), sketch.scalar("v", 3)], "y")
            }, expected: ["Pad"]),
        Case(
            testDescription: "Resize to sizes", from: 18, to: 11,
            build: { sketch in
                sketch.node(
                    "Resize", ["x", "", "", sketch.integers("s", [1, 4, 16, 16])], "y",
                    [Attribute("mode", .text("linear"))])
            }, expected: ["Resize"]),
        Case(
            testDescription: "Resize of some axes", from: 18, to: 11,
            build: { sketch in
                sketch.constants.append(Tensor(name: "f", shape: [2], floats: [2, 3]))
                sketch.node(
                    "Resize", ["x", "", "f"], "y",
                    [
                        Attribute("mode", .text("nearest")), Attribute("nearest_mode", .text("floor")),
                        Attribute("coordinate_transformation_mode", .text("asymmetric")), .integers("axes", [2, 3]),
                    ])
            }, expected: ["Resize"]),
        Case(
            testDescription: "Resize in opset 10", from: 11, to: 10,
            build: { sketch in
                sketch.constants.append(Tensor(name: "f", shape: [4], floats: [1, 1, 2, 2]))
                sketch.node(
                    "Resize", ["x", "", "f"], "y",
                    [
                        Attribute("mode", .text("nearest")), Attribute("nearest_mode", .text("floor")),
                        Attribute("coordinate_transformation_mode", .text("asymmetric")),
                    ])
            }, expected: ["Resize"]),
        Case(
            testDescription: "LayerNormalization", from: 17, to: 11,
            build: { sketch in
                sketch.node(
                    "LayerNormalization", ["x", sketch.weights("g", [8]), sketch.weights("b", [8])], "y",
                    [.float("epsilon", 1e-3)])
            }, expected: ["ReduceMean", "Sub", "Pow", "ReduceMean", "Add", "Sqrt", "Div", "Mul", "Add"]),
        Case(
            testDescription: "GroupNormalization", from: 21, to: 11,
            build: { sketch in
                sketch.node(
                    "GroupNormalization", ["x", sketch.weights("g", [4]), sketch.weights("b", [4])], "y",
                    [.integer("num_groups", 2)])
            },
            expected: [
                "Reshape", "ReduceMean", "Sub", "Pow", "ReduceMean", "Add", "Sqrt", "Div", "Reshape", "Mul", "Add",
            ]),
        Case(
            testDescription: "Mish", from: 18, to: 11,
            build: { sketch in
                sketch.node("Mish", ["x"], "y")
            }, expected: ["Softplus", "Tanh", "Mul"]),
        Case(
            testDescription: "BatchNormalization", from: 15, to: 11,
            build: { sketch in
                sketch.normalization("x", "y", channels: 4)
                sketch.nodes[0].set(.integer("training_mode", 0))
            }, expected: ["BatchNormalization"]),
        Case(
            testDescription: "Comparisons", from: 16, to: 11,
            build: { sketch in
                sketch.node("LessOrEqual", ["x", sketch.scalar("z", 0)], "c")
                sketch.node("Cast", ["c"], "y", [.integer("to", 1)])
            }, expected: ["Greater", "Not", "Cast"]),
        Case(
            testDescription: "Gemm without a bias", from: 13, to: 10, shape: [2, 4],
            build: { sketch in
                sketch.node("Gemm", ["x", sketch.weights("w", [4, 3])], "y")
            }, expected: ["Gemm"]),
        Case(
            testDescription: "Axes counted from the end", from: 11, to: 10,
            build: { sketch in
                sketch.node("Concat", ["x", "x"], "c", [.integer("axis", -3)])
                sketch.node("ReduceMean", ["c"], "y", [.integers("axes", [-1, -2])])
            }, expected: ["Concat", "ReduceMean"]),
        Case(
            testDescription: "Clip, Pad and Slice from attributes", from: 9, to: 11,
            build: { sketch in
                sketch.node("Clip", ["x"], "c", [.float("min", -0.5), .float("max", 0.5)])
                sketch.node("Pad", ["c"], "p", [.integers("pads", [0, 0, 1, 1, 0, 0, 1, 1]), .float("value", 2)])
                sketch.node(
                    "Slice", ["p"], "y", [.integers("starts", [1]), .integers("ends", [5]), .integers("axes", [3])])
            }, expected: ["Clip", "Pad", "Slice"]),
        Case(
            testDescription: "Upsample", from: 9, to: 11,
            build: { sketch in
                sketch.constants.append(Tensor(name: "f", shape: [4], floats: [1, 1, 2, 2]))
                sketch.node("Upsample", ["x", "f"], "y", [Attribute("mode", .text("nearest"))])
            }, expected: ["Resize"]),
    ]

    @Test("Nodes are written as the older or newer opset has them", arguments: cases)
    func conversion(_ test: Case) throws {
        var sketch = Sketch(test.shape, opset: test.from)
        test.build(&sketch)
        let (model, _) = try apply([ConvertOpset.self, RemoveDead.self], to: sketch.model("y"), opset: test.to)
        #expect(model.opset == test.to)
        #expect(model.operators == test.expected)
        #expect(GraphChecker(march: .none).check(model).filter { $0.severity == .error }.isEmpty)
    }

    @Test("What has no older form is named, with the operator and the way out, and the model stays as it is")
    func impossible() throws {
        var sketch = Sketch(opset: 16)
        sketch.node("GridSample", ["x", sketch.weights("g", [1, 8, 8, 2])], "s")
        sketch.node("Relu", ["s"], "y")
        let result = try Simplifier().simplify(sketch.model("y"))
        let finding = try #require(result.findings.first)
        #expect(finding.severity == .error)
        #expect(finding.node == "s.node (GridSample)")
        #expect(finding.message == "opset 11 has no GridSample")
        #expect(result.model.opset == 16)
    }

    @Test("The version of the file format goes with the opset", arguments: [(11, 6), (10, 5), (17, 8)])
    func irVersion(opset: Int, version: Int) throws {
        var sketch = Sketch(opset: 13)
        sketch.node("Relu", ["x"], "y")
        var simplifier = Simplifier()
        simplifier.opset = opset
        #expect(try simplifier.simplify(sketch.model("y")).model.irVersion == version)
    }
}
