import Diagnostics
import Foundation
import InputContract
@testable import ModelAnalysis
@testable import ModelChecks
@testable import ONNX
@testable import ONNXOperators
import Support
import ONNXTestSupport
import Testing
import TestSupport

/// Runs everything that looks at a model; whatever it says is fine, as long as it comes back.
///
/// - Returns: whether the bytes are a model at all.
func exerciseModel(_ bytes: [UInt8]) -> Bool {
    guard let model = try? Model(ByteView(bytes)) else { return false }
    let shapes = ShapeInference(model)
    _ = ModelStatistics(model, shapes: shapes)
    _ = LayerTree(LayerList(model, shapes: shapes)).branches.map(\.title)
    _ = DOTWriter.write(GraphDrawing(model, shapes: shapes, depth: 2), title: "hostile")
    _ = GraphChecker(march: .bayesE).check(model).map(\.message)
    _ = ModelComparison(model, model).isSame
    let written = model.serialized()
    // Bytes rather than values: not-a-number is unlike itself.
    #expect((try? Model(ByteView(written)))?.serialized() == written)
    return true
}

@Suite("Hostile models")
struct HostileModelTests {
    private static let corpus = Path.join(Package.folder, "Tests/Corpora/onnx")

    /// Inputs that a fuzzer found something with, or that show a way to break a reader.
    @Test("Every input of the corpus ends in a model or in an error", arguments: try Folder.names(in: corpus).sorted())
    func corpusInput(name: String) throws {
        let bytes = try #require(FileManager.default.contents(atPath: Path.join(Self.corpus, name)))
        _ = exerciseModel(Array(bytes))
    }

    @Test("Mutations of structure end in a model or in an error", arguments: 0..<4)
    func structure(part: UInt64) throws {
        var generator = SeededGenerator(seed: 1000 + part)
        let seeds =
            try Folder.names(in: Self.corpus).sorted().compactMap { name in
                FileManager.default.contents(atPath: Path.join(Self.corpus, name)).map { Array($0) }
            }.filter { $0.count < 1000 } + [Self.rich.serialized(), Samples.network().serialized()]
        var readable = 0
        for _ in 0..<300 {
            guard let seed = seeds.randomElement(using: &generator), var mutator = WireMutator(seed) else { continue }
            for _ in 0..<Int.random(in: 1...4, using: &generator) { mutator.mutate(using: &generator) }
            if exerciseModel(mutator.bytes) { readable += 1 }
        }
        #expect(readable > 60, "hardly any mutation is readable, so nothing was exercised")
    }

    /// A little of everything that nests: a function, a branch, a loop, a sparse tensor, training, metadata.
    private static var rich: Model {
        let relu = Node("Relu", inputs: ["x"], outputs: ["t"])
        let branch = Graph(name: "then", nodes: [relu], outputs: [ValueInfo("t", .tensor(.float, shape: [2, 2]))])
        let body = Graph(
            name: "body", nodes: [Node("Identity", inputs: ["c"], outputs: ["d"])],
            inputs: [ValueInfo("i", .tensor(.int64, shape: [])), ValueInfo("c", .tensor(.bool, shape: []))],
            outputs: [ValueInfo("d", .tensor(.bool, shape: []))])
        var graph = Graph(
            name: "rich",
            nodes: [
                Node(
                    "If", inputs: ["c"], outputs: ["y"],
                    attributes: [Attribute("then_branch", .graph(branch)), Attribute("else_branch", .graph(branch))]),
                Node("Loop", inputs: ["", "c"], outputs: [], attributes: [Attribute("body", .graph(body))]),
                Node("Double", domain: "own", inputs: ["x"], outputs: ["z"]),
                Node(
                    "Constant", inputs: [], outputs: ["k"],
                    attributes: [
                        Attribute(
                            "sparse_value",
                            .sparseTensor(
                                SparseTensor(
                                    values: Tensor(name: "v", shape: [1], floats: [1]),
                                    indices: Tensor(shape: [1], integers: [3]), shape: [8])))
                    ]),
            ],
            inputs: [ValueInfo("x", .tensor(.float, shape: [2, 2])), ValueInfo("c", .tensor(.bool, shape: []))],
            outputs: [ValueInfo("y", .tensor(.float, shape: [2, 2]))],
            initializers: [
                Tensor(name: "e", shape: [2], elementType: .float, data: .external(ExternalData(location: "w")))
            ])
        graph.quantizationAnnotations = [
            QuantizationAnnotation(tensor: "x", parameters: [MetadataEntry(key: "SCALE_TENSOR", value: "e")])
        ]
        var model = Model(graph: graph, opset: 13, irVersion: 10)
        model.opsetImports.append(OpsetImport(domain: "own", version: 1))
        model.functions = [
            Function(
                name: "Double", domain: "own", inputs: ["a"], outputs: ["b"],
                nodes: [Node("Add", inputs: ["a", "a"], outputs: ["b"])],
                opsetImports: [OpsetImport(domain: "", version: 13)])
        ]
        var training = TrainingInfo()
        training.algorithm = branch
        model.trainingInfo = [training]
        return model
    }

    @Test("Nodes that feed each other, or themselves, come to an end")
    func cycles() {
        var model = Samples.network()
        model.graph.nodes = [
            Node("Relu", name: "a.1", inputs: ["z"], outputs: ["y"]),
            Node("Relu", name: "a.2", inputs: ["y"], outputs: ["z"]),
            Node("Relu", name: "b", inputs: ["s"], outputs: ["s"]),
        ]
        #expect(exerciseModel(model.serialized()))
    }

    @Test("A function that calls itself comes to an end")
    func recursion() {
        var model = Self.rich
        model.functions[0].nodes.append(Node("Double", domain: "own", inputs: ["a"], outputs: ["b2"]))
        #expect(exerciseModel(model.serialized()))
    }

    @Test("Functions that call each other twice, two dozen deep, come to an end")
    func functionBomb() {
        var model = Self.rich
        model.functions = (0..<24).map { level in
            Function(
                name: "F\(level)", domain: "own", inputs: ["a"], outputs: ["c"],
                nodes: [
                    Node("F\(level + 1)", domain: "own", inputs: ["a"], outputs: ["b"]),
                    Node("F\(level + 1)", domain: "own", inputs: ["b"], outputs: ["c"]),
                ], opsetImports: [OpsetImport(domain: "own", version: 1)])
        }
        model.graph.nodes = [Node("F0", domain: "own", inputs: ["x"], outputs: ["y"])]
        // How far the calls were followed is not the point.
        _ = ShapeInference(model)
    }

    @Test("A sparse tensor that claims to be huge takes no memory")
    func sparseBomb() {
        var model = Samples.network()
        let bomb = SparseTensor(
            values: Tensor(name: "bomb", shape: [1], floats: [1]), indices: Tensor(shape: [1], integers: [0]),
            shape: [1 << 31, 1 << 31])
        model.graph.sparseInitializers = [bomb]
        model.graph.nodes.append(
            Node("Constant", inputs: [], outputs: ["k"], attributes: [Attribute("sparse_value", .sparseTensor(bomb))]))
        model.graph.nodes.append(Node("Add", inputs: ["k", "bomb"], outputs: ["sum"]))
        #expect(exerciseModel(model.serialized()))
        #expect(ModelStatistics(model).parameters == 2668 + 2)
    }

    @Test(
        "Sizes that make no sense are no sizes",
        arguments: [[-1, 4, 8, 8], [Int.min, 1, 1, 1], [Int.max, Int.max, 2, 2], [1 << 62, 4, 8, 8], [0, 0, 0, 0]])
    func sizes(shape: [Int]) {
        let operators = [
            "Conv", "Relu", "MaxPool", "Reshape", "Flatten", "Transpose", "Concat", "Gemm", "MatMul", "ReduceMean",
            "Pad",
            "Tile", "Expand", "Resize", "Slice", "Split", "SpaceToDepth", "ConvTranspose", "GlobalAveragePool",
            "Gather",
        ]
        for name in operators {
            let attributes = [
                Attribute("kernel_shape", .integers([Int64(shape[1]), .max])),
                Attribute("strides", .integers([.max, 0])),
                Attribute("pads", .integers([.max, .max, .min, .max])), Attribute("axis", .integer(.min)),
                Attribute("blocksize", .integer(.max)), Attribute("group", .integer(.min)),
            ]
            var model = Samples.oneNode(
                Node(name, inputs: ["x", "w", "s"], outputs: ["y"], attributes: attributes),
                inputs: [("x", .tensor(.float, shape: shape.map { .fixed($0) }))],
                initializers: [
                    Tensor(name: "w", shape: shape, elementType: .float, data: .raw(ByteView([]))),
                    Tensor(name: "s", shape: [4], integers: shape.map { Int64($0) }),
                ])
            #expect(exerciseModel(model.serialized()), "\(name)")
            model.graph.nodes[0].attributes = []
            #expect(exerciseModel(model.serialized()), "\(name)")
        }
    }

    @Test("Thousands of nodes of one module, and of a module each, come to an end", arguments: ["m", "m.%"])
    func manyModules(pattern: String) {
        var model = Samples.network()
        model.graph.nodes = (0..<3000).map { index in
            Node(
                "Relu", name: pattern.replacing("%", with: String(index)) + "/Relu",
                inputs: [index == 0 ? "data" : "v\(index - 1)"], outputs: ["v\(index)"])
        }
        #expect(exerciseModel(model.serialized()))
    }
}
