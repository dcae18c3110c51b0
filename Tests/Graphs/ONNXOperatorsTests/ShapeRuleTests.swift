@testable import ONNX
@testable import ONNXOperators
import Testing

/// Rules whose fine points are easily lost. What is expected is what onnx infers; the agreement tests see to that for
/// the rest.
@Suite("Shape rules")
struct ShapeRuleTests {
    /// What follows for the first output of a node on `x`, and other inputs that are constants.
    private func infer(
        _ name: String, _ shape: [Dimension]?, _ constants: [Tensor] = [], opset: Int = 18,
        attributes: [Attribute] = []
    ) -> ShapeInference {
        let named = constants.enumerated().map { index, tensor in
            var tensor = tensor
            tensor.name = "c\(index)"
            return tensor
        }
        let node = Node(
            name, inputs: ["x"] + named.map(\.name), outputs: ["y"], attributes: attributes)
        return ShapeInference(
            Model(
                graph: Graph(
                    name: "g", nodes: [node], inputs: [ValueInfo("x", .tensor(.float, shape: shape))],
                    initializers: named), opset: opset, irVersion: 8))
    }

    private func list(_ values: Int64...) -> Tensor { Tensor(shape: [values.count], integers: values) }

    @Test("Reshape keeps axes, fills one, and cancels copied names")
    func reshape() {
        let named: [Dimension] = [.symbolic("N"), 4, 6]
        #expect(infer("Reshape", named, [list(0, -1)]).shape(of: "y") == [.symbolic("N"), 24])
        #expect(infer("Reshape", named, [list(-1, 4)]).shape(of: "y") == [.unknown, 4])
        #expect(infer("Reshape", [2, 3], [list(3, -1, 1)]).shape(of: "y") == [3, 2, 1])
        let zeros = infer("Reshape", [0, 3], [list(3, 0)], attributes: [Attribute("allowzero", .integer(1))])
        #expect(zeros.shape(of: "y") == [3, 0])
        #expect(!infer("Reshape", [2, 3], [list(-1, 4)]).problems.isEmpty)
        #expect(!infer("Reshape", [2, 3], [list(-1, -1)]).problems.isEmpty)
        #expect(!infer("Reshape", [2, 3], [list(-2, 3)]).problems.isEmpty)
        // onnx does not compare the numbers of elements, and no runtime can do it.
        #expect(infer("Reshape", [2, 3], [list(5)]).problems.map(\.kind) == [.impossible])
    }

    @Test(
        "Slice counts from either end, cuts what is beyond, and steps both ways",
        arguments: [
            ([1], [3], [1], 2), ([-3], [.max], [1], 3), ([5], [1], [-2], 2), ([.max], [.min], [-1], 10),
            ([0], [-20], [1], 0), ([9], [.min], [-4], 3), ([0], [10], [.max], 1), ([3], [3], [1], 0),
        ] as [([Int64], [Int64], [Int64], Int)])
    func slice(starts: [Int64], ends: [Int64], steps: [Int64], expected: Int) {
        let tensors = [starts, ends, [0], steps].map { Tensor(shape: [1], integers: $0) }
        #expect(infer("Slice", [10, 4], tensors).shape(of: "y") == [.fixed(expected), 4])
    }

    @Test("A window that starts in the padding counts before opset 22 only")
    func ceiling() {
        let attributes = [
            Attribute("kernel_shape", .integers([1])), Attribute("strides", .integers([2])),
            Attribute("ceil_mode", .integer(1)),
        ]
        #expect(infer("MaxPool", [1, 1, 2], opset: 12, attributes: attributes).shape(of: "y") == [1, 1, 2])
        #expect(infer("MaxPool", [1, 1, 2], opset: 22, attributes: attributes).shape(of: "y") == [1, 1, 1])
    }

    @Test("Automatic padding gives one place for each stride")
    func automaticPadding() {
        for (size, stride, places) in [(9, 2, 5), (8, 3, 3), (1, 4, 1), (7, 7, 1)] {
            for mode in ["SAME_UPPER", "SAME_LOWER"] {
                let shapes = infer(
                    "AveragePool", [1, 1, .fixed(size)],
                    attributes: [
                        Attribute("kernel_shape", .integers([3])), Attribute("strides", .integers([Int64(stride)])),
                        Attribute("auto_pad", .text(mode)),
                    ])
                #expect(shapes.shape(of: "y") == [1, 1, .fixed(places)], "\(size) \(stride)")
            }
        }
    }

    @Test("A window that does not fit is noted, and inferred as by onnx")
    func tooLarge() {
        let shapes = infer("MaxPool", [1, 1, 2], attributes: [Attribute("kernel_shape", .integers([3]))])
        #expect(shapes.shape(of: "y") == [1, 1, 0])
        #expect(shapes.problems.map(\.kind) == [.impossible])
    }

    @Test("Channels that do not fit the weights are noted, which onnx does not do")
    func channels() {
        let weights = Tensor(shape: [4, 2, 1, 1], floats: [Float](repeating: 0, count: 8))
        #expect(infer("Conv", [1, 2, 5, 5], [weights]).problems.isEmpty)
        #expect(infer("Conv", [1, 4, 5, 5], [weights], attributes: [Attribute("group", .integer(2))]).problems.isEmpty)
        for (count, group) in [(3, 1), (4, 4), (2, 0)] {
            let shapes = infer(
                "Conv", [1, .fixed(count), 5, 5], [weights], attributes: [Attribute("group", .integer(Int64(group)))])
            #expect(shapes.problems.map(\.kind) == [.impossible])
        }
    }

    @Test("Broadcasting prefers numbers to names, and does not mix names")
    func broadcasting() {
        func sum(_ left: [Dimension], _ right: [Dimension]) -> ShapeInference {
            let graph = Graph(
                name: "g", nodes: [Node("Add", inputs: ["a", "b"], outputs: ["y"])],
                inputs: [ValueInfo("a", .tensor(.float, shape: left)), ValueInfo("b", .tensor(.float, shape: right))])
            return ShapeInference(Model(graph: graph, opset: 14, irVersion: 8))
        }
        let (n, m) = (Dimension.symbolic("N"), Dimension.symbolic("M"))
        #expect(sum([n, 1], [3]).shape(of: "y") == [n, 3])
        #expect(sum([n], [1]).shape(of: "y") == [n])
        #expect(sum([n], [7]).shape(of: "y") == [7])
        #expect(sum([n], [n]).shape(of: "y") == [n])
        #expect(sum([n], [m]).shape(of: "y") == [.unknown])
        #expect(sum([0], [1]).shape(of: "y") == [0])
        #expect(sum([0], [2]).problems.map(\.kind) == [.operation])
    }

    @Test("Split shares out an axis: evenly, by sizes, or with a smaller last part")
    func split() {
        func parts(_ opset: Int, _ attributes: [Attribute], _ tensors: [Tensor] = []) -> [[Dimension]?] {
            let node = Node(
                "Split", inputs: ["x"] + tensors.map(\.name), outputs: ["a", "b", "c"], attributes: attributes)
            let graph = Graph(
                name: "g", nodes: [node], inputs: [ValueInfo("x", .tensor(.float, shape: [7, 2]))],
                initializers: tensors)
            let shapes = ShapeInference(Model(graph: graph, opset: opset, irVersion: 8))
            return shapes.problems.isEmpty ? ["a", "b", "c"].map { shapes.shape(of: $0) } : []
        }
        let sizes = Tensor(name: "s", shape: [3], integers: [1, 0, 6])
        #expect(parts(18, [Attribute("num_outputs", .integer(3))]) == [[3, 2], [3, 2], [1, 2]])
        #expect(parts(13, [], [sizes]) == [[1, 2], [0, 2], [6, 2]])
        #expect(parts(11, [Attribute("split", .integers([2, 2, 3]))]) == [[2, 2], [2, 2], [3, 2]])
        #expect(parts(13, []).isEmpty)
        #expect(parts(18, []).isEmpty)
        #expect(parts(11, [Attribute("split", .integers([2, 2, 2]))]).isEmpty)
    }

    @Test("Einsum: letters, ellipses, and the order of the alphabet where the result is not named")
    func einsum() {
        func sum(_ equation: String, _ shapes: [[Dimension]]) -> [Dimension]? {
            let names = shapes.indices.map { "x\($0)" }
            let node = Node(
                "Einsum", inputs: names, outputs: ["y"], attributes: [Attribute("equation", .text(equation))])
            let inputs = zip(names, shapes).map { ValueInfo($0, .tensor(.float, shape: $1)) }
            return ShapeInference(
                Model(graph: Graph(name: "g", nodes: [node], inputs: inputs), opset: 12, irVersion: 8)
            ).shape(of: "y")
        }
        #expect(sum("bij, bjk -> bik", [[2, 3, 4], [2, 4, 5]]) == [2, 3, 5])
        #expect(sum("ij,jk", [[3, 4], [4, 5]]) == [3, 5])
        #expect(sum("ba", [[3, 4]]) == [4, 3])
        #expect(sum("...ii->...i", [[7, 8, 5, 5]]) == [7, 8, 5])
        #expect(sum("a...,...b->...", [[2, 1, 4], [6, 4, 3]]) == [6, 4])
        #expect(sum("ij->k", [[3, 4]]) == nil)
        #expect(sum("ij", [[3]]) == nil)
    }

    @Test("What contradicts itself only by computed shapes is noted as impossible")
    func computedContradiction() {
        let nodes = [
            Node("Shape", inputs: ["x"], outputs: ["s"]),
            Node("Expand", inputs: ["z", "s"], outputs: ["y"]),
        ]
        let graph = Graph(
            name: "g", nodes: nodes,
            inputs: [
                ValueInfo("x", .tensor(.float, shape: [2, 3])), ValueInfo("z", .tensor(.float, shape: [4])),
            ])
        let shapes = ShapeInference(Model(graph: graph, opset: 13, irVersion: 8))
        #expect(shapes.problems.map(\.kind) == [.impossible])
        #expect(shapes.shape(of: "y") == [.unknown, 4])
    }

    @Test("After an operator that nobody knows, missing types are no problem")
    func unknownOperator() {
        let nodes = [
            Node("Strange", domain: "own", inputs: ["x"], outputs: ["s"]),
            Node("Relu", inputs: ["s"], outputs: ["r"]),
            Node("Concat", inputs: ["x", "x"], outputs: ["y"], attributes: [Attribute("axis", .integer(9))]),
        ]
        var model = Model(
            graph: Graph(name: "g", nodes: nodes, inputs: [ValueInfo("x", .tensor(.float, shape: [2, 3]))]), opset: 13,
            irVersion: 8)
        model.opsetImports.append(OpsetImport(domain: "own", version: 1))
        #expect(ShapeInference(model).problems.map(\.kind) == [.impossible])
        model.graph.nodes[0] = Node("Relu", inputs: ["x"], outputs: ["s"])
        #expect(ShapeInference(model).problems.map(\.kind) == [.operation])
    }

    @Test("An initializer that contradicts the input of its name is a problem of no node")
    func initializers() {
        let graph = Graph(
            name: "g", nodes: [Node("Relu", inputs: ["w"], outputs: ["y"])],
            inputs: [ValueInfo("w", .tensor(.float, shape: [3]))],
            initializers: [Tensor(name: "w", shape: [2], floats: [1, 2])])
        let problems = ShapeInference(Model(graph: graph, opset: 13, irVersion: 8)).problems
        #expect(problems.map(\.node) == [""])
        #expect(problems.map(\.kind) == [.statement])
    }

    @Test("Loop gives what it collects an axis of unknown length, and what it carries no shape")
    func loop() {
        let body = Graph(
            name: "body",
            nodes: [
                Node("Identity", inputs: ["c"], outputs: ["more"]),
                Node("Concat", inputs: ["v", "v"], outputs: ["next"], attributes: [Attribute("axis", .integer(0))]),
                Node("Identity", inputs: ["x"], outputs: ["seen"]),
            ],
            inputs: [
                ValueInfo("i", .tensor(.int64, shape: [])), ValueInfo("c", .tensor(.bool, shape: [])),
                ValueInfo("v", nil),
            ], outputs: [ValueInfo("more", nil), ValueInfo("next", nil), ValueInfo("seen", nil)])
        let node = Node(
            "Loop", inputs: ["n", "", "x"], outputs: ["last", "all"], attributes: [Attribute("body", .graph(body))])
        let graph = Graph(
            name: "g", nodes: [node], inputs: [ValueInfo("x", .tensor(.float, shape: [2, 3]))],
            initializers: [Tensor(name: "n", shape: [], integers: [4])])
        let shapes = ShapeInference(Model(graph: graph, opset: 16, irVersion: 8))
        #expect(shapes.problems.isEmpty)
        #expect(shapes.types["last"] == .tensor(.float, shape: nil))
        #expect(shapes.types["all"] == .tensor(.float, shape: [.unknown, 2, 3]))
    }
}
