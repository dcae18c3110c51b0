@testable import GraphRuntime
import ONNX
import Testing

/// What is computed together gives what is computed node by node.
@Suite("Joined nodes")
struct FusionTests {
    /// Noise of -1...1.
    private static func noise(_ shape: [Int], seed: Int, offset: Float = 0) -> Tensor {
        let count = shape.reduce(1, *)
        let values = (0..<count).map { Float(($0 * 7919 + seed * 104_729 + 13) % 2003) / 1001.5 - 1 + offset }
        return Tensor(shape: shape, floats: values)
    }

    private static func named(_ name: String, _ tensor: Tensor) -> Tensor {
        var tensor = tensor
        tensor.name = name
        return tensor
    }

    private static func scalar(_ name: String, _ number: Float) -> Tensor {
        Tensor(name: name, shape: [], floats: [number])
    }

    /// A convolution of 8 channels, `x` to `c`, and what follows it up to `y`.
    private static func model(_ tail: [Node], constants: [Tensor] = []) -> Model {
        let graph = Graph(
            name: "joined",
            nodes: [
                Node(
                    "Conv", inputs: ["x", "w"], outputs: ["c"],
                    attributes: [Attribute("pads", .integers([1, 1, 1, 1]))])
            ] + tail,
            inputs: [
                ValueInfo("x", .tensor(.float, shape: [.symbolic("n"), 8, 6, 5])),
                ValueInfo("z", .tensor(.float, shape: nil)),
            ],
            outputs: [ValueInfo("y", .tensor(.float, shape: nil))],
            initializers: [named("w", noise([8, 8, 3, 3], seed: 1))] + constants)
        return Model(graph: graph, opset: 17, irVersion: 8)
    }

    struct Form: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let tail: [Node]
        var constants: [Tensor] = []
        /// Of what is added.
        var added = [2, 8, 6, 5]
        /// Into how many steps the graph becomes.
        var steps = 1
    }

    private static func node(_ type: String, _ inputs: String, _ output: String, _ attributes: [Attribute] = []) -> Node
    {
        Node(type, inputs: inputs.split(separator: " ").map(String.init), outputs: [output], attributes: attributes)
    }

    private static let normalization = node("BatchNormalization", "c scale bias mean variance", "b")
    private static let statistics = [
        named("scale", noise([8], seed: 2)), named("bias", noise([8], seed: 3)), named("mean", noise([8], seed: 4)),
        named("variance", noise([8], seed: 5, offset: 1.5)),
    ]
    private static let numbers = [
        scalar("root", 1.414_213_5), scalar("one", 1), scalar("half", 0.5), scalar("three", 3), scalar("six", 6),
        scalar("zero", 0),
    ]

    static let forms = [
        Form(testDescription: "Relu", tail: [node("Relu", "c", "y")]),
        Form(testDescription: "Sigmoid", tail: [node("Sigmoid", "c", "y")]),
        Form(testDescription: "Clip", tail: [node("Clip", "c zero six", "y")], constants: numbers),
        Form(testDescription: "HardSigmoid", tail: [node("HardSigmoid", "c", "y")]),
        Form(testDescription: "LeakyRelu", tail: [node("LeakyRelu", "c", "y", [Attribute("alpha", .float(0.3))])]),
        Form(
            testDescription: "BatchNormalization and Relu", tail: [normalization, node("Relu", "b", "y")],
            constants: statistics),
        Form(
            testDescription: "BatchNormalization and Add", tail: [normalization, node("Add", "z b", "y")],
            constants: statistics),
        Form(testDescription: "Add and Relu", tail: [node("Add", "c z", "a"), node("Relu", "a", "y")]),
        Form(testDescription: "HardSigmoid and Add", tail: [node("HardSigmoid", "c", "a"), node("Add", "a z", "y")]),
        Form(
            testDescription: "Add of one number a channel, and Relu",
            tail: [node("Add", "c z", "a"), node("Relu", "a", "y")], added: [2, 8, 1, 1]),
        Form(
            testDescription: "Relu and Add of a row", tail: [node("Relu", "c", "a"), node("Add", "a z", "y")],
            added: [5]),
        Form(
            testDescription: "GELU",
            tail: [
                node("Div", "c root", "d"), node("Erf", "d", "e"), node("Add", "e one", "f"), node("Mul", "c f", "g"),
                node("Mul", "g half", "y"),
            ], constants: numbers),
        Form(
            testDescription: "GELU, halved first",
            tail: [
                node("Mul", "c half", "h"), node("Div", "c root", "d"), node("Erf", "d", "e"),
                node("Add", "one e", "f"), node("Mul", "h f", "y"),
            ], constants: numbers),
        Form(
            testDescription: "GELU without its half, and Add",
            tail: [
                node("Div", "c root", "d"), node("Erf", "d", "e"), node("Add", "e one", "f"), node("Mul", "c f", "g"),
                node("Add", "g z", "y"),
            ], constants: numbers),
        Form(
            testDescription: "a number times, and Relu, which is then a step of its own",
            tail: [node("Mul", "c three", "m"), node("Relu", "m", "y")], constants: numbers, steps: 2),
        Form(
            testDescription: "Add, Relu, and a number times",
            tail: [node("Add", "c z", "a"), node("Relu", "a", "r"), node("Mul", "half r", "y")], constants: numbers),
        Form(
            testDescription: "Relu, a number times, and Add of one number a channel",
            tail: [node("Relu", "c", "r"), node("Mul", "r six", "m"), node("Add", "m z", "y")], constants: numbers,
            added: [2, 8, 1, 1]),
        Form(
            testDescription: "a number of five axes times, which stays",
            tail: [node("Relu", "c", "r"), node("Mul", "r wide", "m"), node("Reshape", "m shape", "y")],
            constants: [
                Tensor(name: "wide", shape: [1, 1, 1, 1, 1], floats: [2]),
                Tensor(name: "shape", shape: [4], integers: [2, 8, 6, 5]),
            ], steps: 3),
        Form(testDescription: "SiLU", tail: [node("Sigmoid", "c", "s"), node("Mul", "c s", "y")]),
        Form(
            testDescription: "Hard swish by a clip",
            tail: [
                node("Add", "c three", "a"), node("Clip", "a zero six", "b"), node("Mul", "c b", "d"),
                node("Div", "d six", "y"),
            ], constants: numbers),
        Form(
            testDescription: "Relu that somebody else sees", tail: [node("Relu", "c", "r"), node("Add", "c r", "y")],
            steps: 3),
    ]

    @Test("They give the same", arguments: forms)
    func same(form: Form) throws {
        let model = Self.model(form.tail, constants: form.constants)
        let memory = MemoryPool(limit: 1 << 30)
        #expect(try Program(model, keeping: [], memory: memory).stepCount == form.steps)
        let executor = try Executor(model)
        let inputs = ["x": Self.noise([2, 8, 6, 5], seed: 6), "z": Self.noise(form.added, seed: 7)]
        let joined = try #require(try executor.run(inputs)["y"]?.floats())
        let every = Set(model.graph.nodes.flatMap(\.outputs))
        let apart = try executor.run(inputs, keeping: every)
        #expect(Set(apart.keys) == every)
        let expected = try #require(try apart["y"]?.floats())
        for (x, y) in zip(joined, expected) where abs(x - y) > 1e-5 { Issue.record("\(x), not \(y)") }
        #expect(joined.count == 480 && expected.count == 480)
    }
}
