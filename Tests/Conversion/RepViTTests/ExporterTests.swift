import InputContract
import Diagnostics
import ONNX
import RepViT
import Support
import Testing
import TestSupport

@Suite("The exported graph")
struct ExporterTests {
    private func model(_ variant: Variant = .m0_9, classes: Int = 10, inputSize: Int = 224) throws -> Model {
        let weights = try RepViTWeights(
            seed: 0, variant: variant, head: ClassifierHead(classes: classes, isDistilled: true))
        return try RepViTExporter.export(weights, size: ImageSize(square: inputSize), producerVersion: "1.2.3")
    }

    @Test("It has the form that the vendor's compiler runs fastest")
    func form() throws {
        let model = try model()
        let counts = Dictionary(model.graph.nodes.map { ($0.operatorType, 1) }, uniquingKeysWith: +)
        #expect(
            counts == [
                "Conv": 103, "Div": 27, "Erf": 27, "Add": 27 + 26, "Mul": 54 + 10, "GlobalAveragePool": 10,
                "ReduceMean": 1, "Relu": 10, "Sigmoid": 10, "Gemm": 1,
            ])
        #expect(model.opset == 11)
        #expect(model.irVersion == 6)
        #expect(model.graph.inputs == [ValueInfo("data", .tensor(.float, shape: [1, 3, 224, 224]))])
        #expect(model.graph.outputs == [ValueInfo("output", .tensor(.float, shape: [1, 10]))])
    }

    @Test("GELU is one chain of Div, Erf, Add, Mul, Mul")
    func gelu() throws {
        let graph = try model().graph
        let types = graph.nodes.map(\.operatorType)
        for index in graph.nodes.indices where types[index] == "Erf" {
            #expect(Array(types[index - 1...index + 3]) == ["Div", "Erf", "Add", "Mul", "Mul"])
            #expect(graph.nodes[index - 1].inputs[0] == graph.nodes[index + 2].inputs[0])
        }
    }

    @Test("Names are timm's, unique, and every value has a type")
    func names() throws {
        let graph = try model().graph
        let nodes = graph.nodes.map(\.name)
        #expect(Set(nodes).count == nodes.count)
        #expect(nodes.contains("stages.2.blocks.3.token_mixer.conv"))
        #expect(graph.initializers.contains { $0.name == "stages.2.blocks.3.token_mixer.conv.weight" })
        let typed = Set((graph.valueInfo + graph.outputs).map(\.name))
        #expect(typed == Set(graph.nodes.flatMap(\.outputs)))
        var known = Set(graph.inputs.map(\.name) + graph.initializers.map(\.name))
        for node in graph.nodes {
            #expect(known.isSuperset(of: node.inputs), "\(node.name)")
            known.formUnion(node.outputs)
        }
    }

    @Test("The stages' sizes follow the input's", arguments: [32, 224, 256, 1024])
    func sizes(inputSize: Int) throws {
        let graph = try model(inputSize: inputSize).graph
        let last = try #require(graph.valueInfo.first { $0.name == "stages.3.blocks.1.add.output" })
        let side = Dimension.fixed(inputSize / 32)
        #expect(last.type == .tensor(.float, shape: [1, 384, side, side]))
    }

    @Test("Sizes that the network cannot take are refused", arguments: [-32, 0, 31, 100, 225, 1056, Int.max, Int.min])
    func wrongSizes(inputSize: Int) throws {
        let weights = try RepViTWeights(seed: 0, variant: .m0_9, head: ClassifierHead(classes: 2, isDistilled: false))
        let error = RepViTError.inputSize(inputSize)
        #expect(throws: error) { try RepViTExporter.export(weights, size: ImageSize(square: inputSize)) }
        #expect(error.fix?.contains("--input-size") == true)
        #expect(error.exitStatus == .usage)
    }

    @Test("What it was made from can be read from it")
    func metadata() throws {
        let weights = try RepViTWeights(seed: 5, variant: .m1_0, head: ClassifierHead(classes: 7, isDistilled: true))
        let model = try RepViTExporter.export(weights, size: ImageSize(square: 64), producerVersion: "1.2.3")
        let entries = Dictionary(model.metadata.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        #expect(
            entries == [
                "repvit.variant": "m1_0", "repvit.classes": "7", "repvit.input_size": "64",
                "repvit.weights_sha256": weights.sha256.description,
            ])
        #expect(model.producerName == "repvit-convert" && model.producerVersion == "1.2.3")
    }

    @Test("Two exports are equal, byte for byte")
    func deterministic() throws {
        let folder = TemporaryFolder()
        try model().write(to: folder("a"))
        try model().write(to: folder("b"))
        #expect(try SHA256.hash(file: folder("a")) == SHA256.hash(file: folder("b")))
    }
}
