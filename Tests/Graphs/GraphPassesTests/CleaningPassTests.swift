import Diagnostics
import GraphEditing
@testable import GraphPasses
@testable import GraphRuntime
@testable import ONNX
import Testing

@Suite("Passes that clean up")
struct CleaningPassTests {
    @Test("Constant nodes become initializers, whichever attribute they keep their value in")
    func constants() throws {
        var sketch = Sketch()
        sketch.node("Constant", [], "a", [Attribute("value", .tensor(Tensor(shape: [], floats: [2])))])
        sketch.node("Constant", [], "b", [Attribute("value_float", .float(3))])
        sketch.node("Mul", ["x", "a"], "m")
        sketch.node("Add", ["m", "b"], "y")
        sketch.opset = 13
        let (model, rewrites) = try apply([ConstantsToInitializers.self], to: sketch.model("y"))
        #expect(rewrites == 2)
        #expect(model.operators == ["Mul", "Add"])
        #expect(Set(model.graph.initializers.map(\.name)) == ["a", "b"])
    }

    @Test("An input that has a value of its own is no input")
    func shadowedInput() throws {
        var sketch = Sketch()
        sketch.convolution("x", "y", from: 4, to: 4)
        sketch.inputs.append(ValueInfo("y.w", .tensor(.float, shape: [4, 4, 1, 1])))
        let (model, _) = try apply([ConstantsToInitializers.self], to: sketch.model("y"))
        #expect(model.graph.inputs.map(\.name) == ["x"])
    }

    @Test("Sizes that are known become constants")
    func shapes() throws {
        var sketch = Sketch()
        sketch.node("Shape", ["x"], "s")
        sketch.node("Gather", ["s", sketch.scalarInteger("one", 1)], "c", [.integer("axis", 0)])
        sketch.node("Unsqueeze", ["c"], "u", [.integers("axes", [0])])
        sketch.node(
            "Concat", [sketch.integers("zero", [0]), "u", sketch.integers("rest", [-1])], "t", [.integer("axis", 0)])
        sketch.node("Reshape", ["x", "t"], "y")
        let (model, _) = try apply([FoldShapes.self, FoldConstants.self, RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == ["Reshape"])
        #expect(try model.constant("t")?.integers() == [0, 4, -1])
    }

    @Test("Of a shape with an open batch, the sizes that are known become constants")
    func openShape() throws {
        var sketch = Sketch()
        sketch.inputs = [ValueInfo("x", .tensor(.float, shape: [.symbolic("N"), 4, 8, 8]))]
        sketch.node("Shape", ["x"], "s")
        sketch.node("Gather", ["s", sketch.scalarInteger("one", 1)], "c", [.integer("axis", 0)])
        sketch.node("Cast", ["c"], "f", [.integer("to", 1)])
        sketch.node("Mul", ["x", "f"], "y")
        let (model, _) = try apply(
            [FoldShapes.self, FoldConstants.self, RemoveDead.self], to: sketch.model("y"), target: .generic)
        #expect(model.operators == ["Mul"])
    }

    @Test("Constant folding computes what follows from constants, and stops at its limit")
    func folding() throws {
        var sketch = Sketch([1, 4])
        sketch.node("Add", [sketch.weights("a", [4]), sketch.weights("b", [4])], "c")
        sketch.node("Expand", ["c", sketch.integers("large", [1 << 20, 4])], "e")
        sketch.node("ReduceMax", ["e"], "r", [.integers("axes", [0]), .integer("keepdims", 0)])
        sketch.node("Mul", ["x", "r"], "y")
        let (model, _) = try apply([FoldConstants.self, RemoveDead.self], to: sketch.model("y"))
        // 16 MiB of copies are not worth a node.
        #expect(model.operators == ["Expand", "ReduceMax", "Mul"])
        #expect(model.constant("c") != nil)
    }

    @Test("Nodes that change nothing go")
    func noOps() throws {
        var sketch = Sketch()
        var value = sketch.node("Identity", ["x"], "identity")
        value = sketch.node("Dropout", [value], "dropout")
        value = sketch.node("Pad", [value, sketch.integers("pads", [0, 0, 0, 0, 0, 0, 0, 0])], "pad")
        value = sketch.node("Reshape", [value, sketch.integers("shape", [1, 4, 8, 8])], "reshape")
        value = sketch.node("Transpose", [value], "transpose", [.integers("perm", [0, 1, 2, 3])])
        value = sketch.node("Cast", [value], "cast", [.integer("to", 1)])
        value = sketch.node("Mul", [value, sketch.scalar("one", 1)], "mul")
        value = sketch.node("Add", [value, sketch.scalar("zero", 0)], "add")
        value = sketch.node(
            "Slice",
            [value, sketch.integers("start", [0]), sketch.integers("end", [99]), sketch.integers("axis", [2])],
            "slice")
        value = sketch.node("Unsqueeze", [value], "unsqueeze", [.integers("axes", [4])])
        value = sketch.node("Squeeze", [value], "squeeze", [.integers("axes", [4])])
        sketch.node("Relu", [value], "y")
        let (model, _) = try apply([RemoveNoOps.self, RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == ["Relu"])
        #expect(model.graph.nodes[0].inputs == ["x"])
    }

    @Test("A strided view of everything changes nothing", arguments: [true, false])
    func stridedView(isWhole: Bool) throws {
        var sketch = Sketch([1, 8, 1, 1])
        sketch.node("Relu", ["x"], "r")
        sketch.node("Reshape", ["r", sketch.integers("flat", [-1])], "f")
        let places = isWhole ? Array(0..<8) : [1, 0] + Array(2..<8)
        sketch.constants.append(
            Tensor(name: "places", shape: [1, 8, 1, 1], integers: places.map { Int64($0) }))
        sketch.node("Gather", ["f", "places"], "g", [.integer("axis", 0)])
        sketch.node("Neg", ["g"], "y")
        let (model, _) = try apply([RemoveNoOps.self, RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == (isWhole ? ["Relu", "Neg"] : ["Relu", "Reshape", "Gather", "Neg"]))
    }

    @Test("A reversed slice, and an Add that widens its input, do change something")
    func notNoOps() throws {
        var sketch = Sketch()
        sketch.node(
            "Slice",
            [
                "x", sketch.integers("start", [-1]), sketch.integers("end", [-99]), sketch.integers("axis", [2]),
                sketch.integers("step", [-1]),
            ], "s")
        sketch.node("ReduceMean", ["s"], "m", [.integers("axes", [1]), .integer("keepdims", 1)])
        sketch.constants.append(Tensor(name: "zeros", shape: [4, 1, 1], floats: [0, 0, 0, 0]))
        sketch.node("Add", ["m", "zeros"], "y")
        let (model, rewrites) = try apply([RemoveNoOps.self], to: sketch.model("y"))
        #expect(rewrites == 0)
        #expect(model.operators == ["Slice", "ReduceMean", "Add"])
    }

    @Test("Two transposes become one, or none")
    func transposes() throws {
        var sketch = Sketch()
        sketch.node("Transpose", ["x"], "a", [.integers("perm", [0, 2, 3, 1])])
        sketch.node("Transpose", ["a"], "b", [.integers("perm", [0, 3, 1, 2])])
        sketch.node("Relu", ["b"], "y")
        let (model, _) = try apply([RemoveNoOps.self, RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == ["Relu"])
    }

    @Test("The input as output keeps a node between")
    func passThrough() throws {
        var sketch = Sketch()
        sketch.node("Identity", ["x"], "y")
        let (model, rewrites) = try apply([RemoveNoOps.self], to: sketch.model("y"))
        #expect(model.operators == ["Identity"])
        #expect(rewrites == 0)
    }

    @Test("Equal nodes and equal scalars become one; large weights stay apart")
    func duplicates() throws {
        var sketch = Sketch()
        sketch.node("Add", ["x", sketch.scalar("one", 1)], "a")
        sketch.node("Add", ["x", sketch.scalar("uno", 1)], "b")
        sketch.node("Mul", ["a", "b"], "y")
        let large = Tensor(name: "l", shape: [1, 4, 1, 4], floats: [Float](repeating: 1, count: 16))
        sketch.constants += [large, Tensor(name: "k", shape: large.shape, elementType: .float, data: large.data)]
        sketch.node("MatMul", [sketch.weights("left", [8, 8]), "y"], "p")
        let (model, _) = try apply([MergeDuplicates.self, RemoveDead.self], to: sketch.model("p"))
        #expect(model.operators == ["Add", "Mul", "MatMul"])
        #expect(model.graph.nodes[1].inputs == ["a", "a"])
    }

    @Test("What nothing depends on goes, nodes and weights")
    func dead() throws {
        var sketch = Sketch()
        sketch.convolution("x", "unused", from: 4, to: 4)
        sketch.node("Relu", ["unused"], "unused2")
        sketch.node("Relu", ["x"], "y")
        let (model, _) = try apply([RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == ["Relu"])
        #expect(model.graph.initializers.isEmpty)
    }

    @Test("Functions of the model's own are written out, and what they do is simplified")
    func functions() throws {
        var sketch = Sketch()
        sketch.nodes.append(Node("Twice", name: "twice", domain: "own", inputs: ["x"], outputs: ["y"]))
        var model = sketch.model("y")
        model.opsetImports.append(OpsetImport(domain: "own", version: 1))
        model.functions = [
            Function(
                name: "Twice", domain: "own", inputs: ["a"], outputs: ["c"],
                nodes: [
                    Node("Identity", inputs: ["a"], outputs: ["b"]), Node("Relu", inputs: ["b"], outputs: ["c"]),
                ], opsetImports: [OpsetImport(domain: "", version: 11)])
        ]
        let result = try Simplifier().simplify(model)
        #expect(result.model.operators == ["Relu"])
        #expect(result.model.functions.isEmpty && result.model.opsetImports.map(\.domain) == [""])
        #expect(result.findings.map(\.rule) == ["functions"])
        let differences = try OutputComparison(model, result.model).outputs(
            on: SampleInputs.make(for: model, count: 1, seed: 3))
        #expect(differences.map(\.maximum) == [0])
    }

    @Test("A Reshape names no batch")
    func batchFree() throws {
        var sketch = Sketch()
        sketch.node("Reshape", ["x", sketch.integers("shape", [1, 256])], "y")
        let (model, _) = try apply([BatchFreeReshape.self, RemoveDead.self], to: sketch.model("y"))
        #expect(try model.graph.initializers.first?.integers() == [0, 256])
    }
}

extension Sketch {
    mutating func scalarInteger(_ name: String, _ value: Int64) -> String {
        constants.append(Tensor(name: name, shape: [], integers: [value]))
        return name
    }
}
