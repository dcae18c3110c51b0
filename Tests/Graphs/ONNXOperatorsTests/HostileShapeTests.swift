@testable import ONNX
@testable import ONNXOperators
import Testing

@Suite("Shape inference on hostile models")
struct HostileShapeTests {
    private func makeModel(
        _ nodes: [Node], inputs: [ValueInfo] = [], initializers: [Tensor] = [], outputs: [ValueInfo] = [],
        opset: Int = 18
    ) -> Model {
        Model(
            graph: Graph(
                name: "g", nodes: nodes, inputs: inputs, outputs: outputs, initializers: initializers), opset: opset,
            irVersion: 8)
    }

    private func input(_ shape: [Dimension]?, _ name: String = "x") -> ValueInfo {
        ValueInfo(name, .tensor(.float, shape: shape))
    }

    @Test("A negative size is unknown in the end, and contradicts others on the way")
    func negativeSizes() {
        let single = makeModel([Node("Relu", inputs: ["x"], outputs: ["y"])], inputs: [input([-7, 3])])
        #expect(ShapeInference(single).shape(of: "y") == [.unknown, 3])
        #expect(ShapeInference(single).shape(of: "x") == [.unknown, 3])
        let sum = makeModel(
            [Node("Add", inputs: ["x", "z"], outputs: ["y"])], inputs: [input([-7]), input([3], "z")])
        #expect(ShapeInference(sum).problems.map(\.kind) == [.operation])
    }

    @Test(
        "Sizes whose product or sum overflows are a problem",
        arguments: [
            Node("Flatten", inputs: ["x"], outputs: ["y"]),
            Node("Concat", inputs: ["x", "x"], outputs: ["y"], attributes: [Attribute("axis", .integer(1))]),
            Node("Tile", inputs: ["x", "many"], outputs: ["y"]),
            Node("Pad", inputs: ["x", "pads"], outputs: ["y"]),
            Node("Reshape", inputs: ["x", "open"], outputs: ["y"]),
        ])
    func overflows(node: Node) {
        let huge = Dimension.fixed(.max - 1)
        let model = makeModel(
            [node], inputs: [input([1, huge, huge])],
            initializers: [
                Tensor(name: "many", shape: [3], integers: [3, 3, 3]),
                Tensor(name: "pads", shape: [6], integers: [0, 1, 1, 0, 1, 1]),
                Tensor(name: "open", shape: [2], integers: [1, -1]),
            ])
        let shapes = ShapeInference(model)
        #expect(shapes.problems.map(\.kind) == [.operation])
        #expect(shapes.shape(of: "y") == nil)
    }

    @Test("Multiply-accumulates beyond 64 bits are unknown")
    func hugeProducts() {
        let huge = Dimension.fixed(1 << 40)
        let model = makeModel(
            [Node("MatMul", inputs: ["x", "z"], outputs: ["y"])],
            inputs: [input([huge, huge]), input([huge, 2], "z")])
        #expect(ShapeInference(model).shape(of: "y") == [huge, 2])
        #expect(ShapeInference(model).macs == nil)
    }

    @Test("A shape that claims a billion axes has no rank")
    func longShapes() {
        for length in [1_000_000_000, -1, 1 << 62] {
            for name in ["Reshape", "Expand"] {
                let model = makeModel(
                    [Node(name, inputs: ["x", "s"], outputs: ["y"])],
                    inputs: [input([2]), ValueInfo("s", .tensor(.int64, shape: [.fixed(length)]))])
                #expect(ShapeInference(model).types["y"] == .tensor(.float, shape: nil))
            }
            let filled = makeModel(
                [Node("ConstantOfShape", inputs: ["s"], outputs: ["y"])],
                inputs: [ValueInfo("s", .tensor(.int64, shape: [.fixed(length)]))])
            #expect(ShapeInference(filled).types["y"] == .tensor(.float, shape: nil))
        }
        let long = makeModel(
            [Node("Reshape", inputs: ["x", "s"], outputs: ["y"])], inputs: [input([2])],
            initializers: [Tensor(name: "s", shape: [1 << 20], integers: [Int64](repeating: 1, count: 1 << 20))])
        #expect(ShapeInference(long).shape(of: "y") == nil)
    }

    @Test("A shape constant whose payload is cut off is a problem")
    func damagedConstant() {
        let tensor = Tensor(
            name: "s", shape: [3], elementType: .int64, data: Tensor(shape: [1], integers: [2]).data)
        let model = makeModel(
            [Node("Reshape", inputs: ["x", "s"], outputs: ["y"])], inputs: [input([2])], initializers: [tensor])
        #expect(ShapeInference(model).problems.map(\.kind) == [.operation])
    }

    @Test("Values that wait for each other are unknown")
    func cycle() {
        let nodes = [
            Node("Relu", inputs: ["b"], outputs: ["a"]), Node("Relu", inputs: ["a"], outputs: ["b"]),
        ]
        let shapes = ShapeInference(makeModel(nodes))
        #expect(shapes.types["a"] == nil)
        // One problem, however much follows from it.
        #expect(shapes.problems.map(\.node) == ["a (Relu)"])
    }

    @Test("Nested graphs see the values around them")
    func nesting() {
        var graph = Graph(
            name: "inner", nodes: [Node("Relu", inputs: ["x"], outputs: ["r"])], outputs: [ValueInfo("r", nil)])
        for level in 0..<60 {
            let node = Node(
                "If", inputs: ["c"], outputs: ["r\(level)"],
                attributes: [
                    Attribute("then_branch", .graph(graph)),
                    Attribute(
                        "else_branch",
                        .graph(
                            Graph(
                                name: "else", nodes: [Node("Identity", inputs: ["x"], outputs: ["i"])],
                                outputs: [ValueInfo("i", nil)]))),
                ])
            graph = Graph(name: "g\(level)", nodes: [node], outputs: [ValueInfo("r\(level)", nil)])
        }
        graph.inputs = [input([4, 5]), ValueInfo("c", .tensor(.bool, shape: []))]
        let shapes = ShapeInference(Model(graph: graph, opset: 18, irVersion: 8))
        #expect(shapes.problems.isEmpty)
        #expect(shapes.shape(of: "r59") == [4, 5])
    }

    // MARK: Functions

    private func function(_ name: String, _ nodes: [Node], attributes: [String] = []) -> Function {
        Function(
            name: name, domain: "own", inputs: ["a"], outputs: ["z"], nodes: nodes,
            opsetImports: [OpsetImport(domain: "", version: 18), OpsetImport(domain: "own", version: 1)],
            attributeNames: attributes)
    }

    private func calling(_ function: String, _ functions: [Function], _ attributes: [Attribute] = []) -> Model {
        var model = makeModel(
            [Node(function, domain: "own", inputs: ["x"], outputs: ["y"], attributes: attributes)],
            inputs: [input([2, 3, 4])])
        model.opsetImports.append(OpsetImport(domain: "own", version: 1))
        model.functions = functions
        return model
    }

    @Test("A function's outputs follow from its body and the caller's attributes")
    func functions() {
        let body = Node(
            "Transpose", inputs: ["a"], outputs: ["z"],
            attributes: [Attribute("perm", .reference(to: "order", type: 7))])
        let model = calling(
            "Turn", [function("Turn", [body], attributes: ["order"])], [Attribute("order", .integers([1, 0, 2]))])
        #expect(ShapeInference(model).shape(of: "y") == [3, 2, 4])
    }

    @Test("A function that calls itself, at once or by another, is a problem")
    func recursion() {
        func call(_ name: String) -> [Node] { [Node(name, domain: "own", inputs: ["a"], outputs: ["z"])] }
        let direct = calling("F", [function("F", call("F"))])
        #expect(ShapeInference(direct).problems.contains { $0.message.contains("calls itself") })
        let indirect = calling("F", [function("F", call("G")), function("G", call("F"))])
        #expect(ShapeInference(indirect).problems.contains { $0.message.contains("calls itself") })
    }

    @Test("Calls that double at each level come to an end")
    func explosion() {
        var functions = [function("F0", [Node("Relu", inputs: ["a"], outputs: ["z"])])]
        for level in 1...50 {
            functions.append(
                function(
                    "F\(level)",
                    [
                        Node("F\(level - 1)", domain: "own", inputs: ["a"], outputs: ["b"]),
                        Node("F\(level - 1)", domain: "own", inputs: ["b"], outputs: ["z"]),
                    ]))
        }
        #expect(ShapeInference(calling("F8", functions)).shape(of: "y") == [2, 3, 4])
        #expect(ShapeInference(calling("F50", functions)).types["y"] == nil)
    }

    @Test("A chain of functions deeper than the limit gives nothing, and does not exhaust the stack")
    func deepCalls() {
        var functions = [function("F0", [Node("Relu", inputs: ["a"], outputs: ["z"])])]
        for level in 1...20_000 {
            functions.append(
                function("F\(level)", [Node("F\(level - 1)", domain: "own", inputs: ["a"], outputs: ["z"])]))
        }
        #expect(ShapeInference(calling("F40", functions)).shape(of: "y") == [2, 3, 4])
        #expect(ShapeInference(calling("F20000", functions)).types["y"] == nil)
    }

    @Test("Every rule takes inputs that are missing, of unknown type, or of no axes, without a trap")
    func arbitraryInputs() {
        let tensor = Tensor(name: "k", shape: [2], integers: [.min, .max])
        let types: [ValueType?] = [
            nil, .tensor(.float, shape: nil), .tensor(.int64, shape: []), .tensor(.float, shape: [0]),
            .tensor(.string, shape: [.fixed(-5), .fixed(.max)]), .sequence(.tensor(.float, shape: [2])),
            .optional(.tensor(.undefined, shape: nil)), .tensor(.float, shape: [1, 1, 1, 1]),
        ]
        for name in OperatorTable.standard.names {
            for (place, type) in types.enumerated() {
                for opset in [1, 7, 11, 13, 18, 25] {
                    let node = Node(
                        name, inputs: ["x", "k", "x", "", "k"], outputs: ["y", "z"],
                        attributes: [
                            Attribute("axis", .integer(place.isMultiple(of: 2) ? .min : .max)),
                            Attribute("axes", .integers([.min, .max])), Attribute("perm", .integers([.max])),
                            Attribute("pads", .integers([.max, .max, .max, .max])),
                            Attribute("kernel_shape", .integers([.max, .max])),
                            Attribute("blocksize", .integer(.max)), Attribute("batch_dims", .integer(.min)),
                        ])
                    let model = makeModel(
                        [node], inputs: [ValueInfo("x", type)], initializers: [tensor], opset: opset)
                    _ = ShapeInference(model)
                }
            }
        }
    }
}
