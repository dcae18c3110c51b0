@testable import ONNX
import Support
import ONNXTestSupport
import Testing
import TestSupport

@Suite("Mutated files")
struct MutationTests {
    private func mutate(_ seed: [UInt8], rounds: Int, generator: inout SeededGenerator) -> Int {
        var readable = 0
        for _ in 0..<rounds {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<6, using: &generator) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 2: bytes.removeSubrange(place...)
                case 3: bytes[place] = [0xFF, 0x7F, 0x80, 0x00].randomElement(using: &generator) ?? 0
                case 4: bytes.remove(at: place)
                default:
                    // A long number where a short one was.
                    bytes.replaceSubrange(place...place, with: [UInt8](repeating: 0xFF, count: 9) + [0x01])
                }
            }
            if exerciseModel(bytes) { readable += 1 }
        }
        return readable
    }

    @Test("Ten thousand mutations of a small network end in a model or in an error", arguments: 0..<4)
    func network(part: UInt64) {
        var generator = SeededGenerator(seed: part)
        // Small payloads, so that most mutations hit structure.
        let model = Samples.oneNode(
            Node(
                "Conv", name: "conv", inputs: ["x", "w", "b"], outputs: ["y"],
                attributes: [
                    Attribute("pads", .integers([1, 1, 1, 1])), Attribute("strides", .integers([2, 2])),
                    Attribute("auto_pad", .text("NOTSET")), Attribute("group", .integer(2)),
                ]),
            initializers: [
                Tensor(name: "w", shape: [2, 2, 1, 1], floats: [1, 2, 3, 4]),
                Tensor(name: "b", shape: [2], floats: [1, 2]),
            ])
        let readable = mutate(model.serialized(), rounds: 2500, generator: &generator)
        #expect(readable > 100, "hardly any mutation is readable, so the checks were not exercised")
    }

    @Test("Mutations of shape computations end in a model or in an error", arguments: 0..<4)
    func shapes(part: UInt64) {
        var generator = SeededGenerator(seed: 100 + part)
        let integers = { (name: String, values: [Int64]) in
            Tensor(name: name, shape: [values.count], integers: values)
        }
        let nodes = [
            Node("Shape", inputs: ["x"], outputs: ["s"]),
            Node("Gather", inputs: ["s", "i"], outputs: ["n"], attributes: [Attribute("axis", .integer(0))]),
            Node("Concat", inputs: ["n", "rest"], outputs: ["t"], attributes: [Attribute("axis", .integer(0))]),
            Node("Reshape", inputs: ["x", "t"], outputs: ["y"]),
            Node("Slice", inputs: ["y", "i", "e", "i", "st"], outputs: ["z"]),
            Node("Pad", inputs: ["z", "p"], outputs: ["q"]),
            Node(
                "Transpose", inputs: ["x"], outputs: ["tr"], attributes: [Attribute("perm", .integers([0, 2, 3, 1]))]),
            Node("ConstantOfShape", inputs: ["t"], outputs: ["cs"]),
            Node("Range", inputs: ["i", "e", "st"], outputs: ["ra"]),
            Node("Tile", inputs: ["x", "sizes"], outputs: ["ti"]),
            Node("Resize", inputs: ["x", "", "", "sizes"], outputs: ["re"]),
            Node(
                "MaxPool", inputs: ["x"], outputs: ["mp"],
                attributes: [Attribute("kernel_shape", .integers([2, 2])), Attribute("ceil_mode", .integer(1))]),
            Node(
                "ConvTranspose", inputs: ["x", "w"], outputs: ["ct"],
                attributes: [Attribute("strides", .integers([2, 2]))]),
            Node("Split", inputs: ["x"], outputs: ["s1", "s2"], attributes: [Attribute("axis", .integer(1))]),
            Node("DepthToSpace", inputs: ["x"], outputs: ["ds"], attributes: [Attribute("blocksize", .integer(2))]),
            Node("ReduceMean", inputs: ["x"], outputs: ["rm"], attributes: [Attribute("axes", .integers([2, 3]))]),
            Node("TopK", inputs: ["x", "st"], outputs: ["tk", "ti2"]),
        ]
        let graph = Graph(
            name: "shapes", nodes: nodes, inputs: [ValueInfo("x", .tensor(.float, shape: [1, 4, 8, 8]))],
            outputs: [ValueInfo("q", .tensor(.float, shape: nil))],
            initializers: [
                integers("i", [0]), integers("rest", [-1, 8]), integers("e", [1]), integers("st", [1]),
                integers("p", [0, 0, 1, 1, 0, 0]), integers("sizes", [1, 4, 16, 16]),
                Tensor(name: "w", shape: [4, 1, 2, 2], floats: [Float](repeating: 1, count: 16)),
            ])
        let readable = mutate(
            Model(graph: graph, opset: 11, irVersion: 6).serialized(), rounds: 2500, generator: &generator)
        #expect(readable > 100, "hardly any mutation is readable, so the inference was not exercised")
    }
}
