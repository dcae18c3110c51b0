import Diagnostics
import InputContract
@testable import ModelChecks
@testable import ONNX
@testable import ONNXOperators
import Support
import ONNXTestSupport
import Testing
import TestSupport

/// A network of branches, each one operator between two convolutions of eight channels on 16x16.
private struct BranchedNetwork {
    private(set) var nodes: [Node] = []
    private(set) var initializers: [Tensor] = []
    private(set) var outputs: [ValueInfo] = []
    private let size = 16

    /// A branch of its own for the operator, which is called `name`.
    mutating func add(_ branch: BPUPlacementTests.Branch, _ name: String) {
        convolution("data", 3, 8, "\(name)_stem")
        var node = branch.node
        node.name = name
        node.inputs = ["\(name)_stem_o"]
        node.outputs = [name + "_o"] + node.outputs
        for (index, constant) in branch.constants.enumerated() {
            var constant = constant
            constant.name = "\(name)_\(index)"
            node.inputs.append(constant.name)
            initializers.append(constant)
        }
        if branch.takesItselfTwice {
            convolution("\(name)_stem_o", 8, 8, "\(name)_other")
            node.inputs.append("\(name)_other_o")
        }
        nodes.append(node)
        convolution(name + "_o", branch.channels, 4, "\(name)_tail")
        outputs.append(ValueInfo("\(name)_tail_o", .tensor(.float, shape: nil)))
    }

    private mutating func convolution(_ input: String, _ inputs: Int, _ outputs: Int, _ name: String) {
        // Unlike numbers, which quantization can tell apart.
        let weights = (0..<inputs * outputs).map { Float($0 % 7) * 0.1 - 0.3 }
        initializers.append(Tensor(name: "\(name)_w", shape: [outputs, inputs, 1, 1], floats: weights))
        nodes.append(
            Node(
                "Conv", name: name, inputs: [input, "\(name)_w"], outputs: ["\(name)_o"],
                attributes: [Attribute("kernel_shape", .integers([1, 1]))]))
    }

    var model: Model {
        var model = Model(
            graph: Graph(
                name: "branches", nodes: nodes,
                inputs: [ValueInfo("data", .tensor(.float, shape: [1, 3, .fixed(size), .fixed(size)]))],
                outputs: outputs, initializers: initializers), opset: 11, irVersion: 6)
        let shapes = ShapeInference(model)
        for index in model.graph.outputs.indices {
            model.graph.outputs[index].type = shapes.types[model.graph.outputs[index].name]
        }
        return model
    }
}

@Suite("Placement on the BPU")
struct BPUPlacementTests {
    struct Branch: CustomTestStringConvertible, Sendable {
        var title: String
        var node: Node
        var constants: [Tensor] = []
        var channels = 8
        var takesItselfTwice = false
        /// Whether it is expected to run on the BPU.
        var isOnBPU: Bool

        init(
            _ operatorType: String, _ title: String = "", onBPU isOnBPU: Bool,
            _ attributes: [String: AttributeValue] = [:],
            _ constants: [Tensor] = [], channels: Int = 8, twice: Bool = false, outputs: [String] = []
        ) {
            self.title = title.isEmpty ? operatorType : "\(operatorType), \(title)"
            node = Node(
                operatorType, inputs: [], outputs: outputs,
                attributes: attributes.sorted { $0.key < $1.key }.map { Attribute($0.key, $0.value) })
            self.constants = constants
            self.channels = channels
            takesItselfTwice = twice
            self.isOnBPU = isOnBPU
        }

        var testDescription: String { title }
    }

    private static func weights(_ shape: Int...) -> [Tensor] {
        [Tensor(shape: shape, floats: (0..<shape.reduce(1, *)).map { Float($0 % 5) * 0.05 - 0.1 })]
    }

    private static func integers(_ values: Int64...) -> Tensor { Tensor(shape: [values.count], integers: values) }

    private static func scales(_ factor: Float) -> [Tensor] {
        [Tensor(shape: [0], floats: []), Tensor(shape: [4], floats: [1, 1, factor, factor])]
    }

    static let branches = [
        Branch("Conv", "strides 4", onBPU: true, ["strides": .integers([4, 4])], weights(8, 8, 3, 3)),
        Branch(
            "Conv", "dilations 2", onBPU: true, ["dilations": .integers([2, 2]), "pads": .integers([2, 2, 2, 2])],
            weights(8, 8, 3, 3)),
        Branch(
            "Conv", "dilations and strides", onBPU: false,
            ["dilations": .integers([2, 2]), "strides": .integers([2, 2]), "pads": .integers([2, 2, 2, 2])],
            weights(8, 8, 3, 3)),
        Branch("Conv", "depthwise", onBPU: true, ["group": .integer(8)], weights(8, 1, 5, 5)),
        Branch("ConvTranspose", "4x4", onBPU: true, ["strides": .integers([2, 2])], weights(8, 8, 4, 4)),
        Branch("ConvTranspose", "1x1", onBPU: false, ["strides": .integers([2, 2])], weights(8, 8, 1, 1)),
        Branch("ConvTranspose", "15x15", onBPU: false, ["strides": .integers([2, 2])], weights(8, 8, 15, 15)),
        Branch(
            "ConvTranspose", "dilations 2", onBPU: false,
            ["dilations": .integers([2, 2]), "strides": .integers([2, 2])], weights(8, 8, 3, 3)),
        Branch(
            "ConvTranspose", "pads 3", onBPU: false,
            ["pads": .integers([3, 3, 3, 3]), "strides": .integers([2, 2])], weights(8, 8, 4, 4)),
        Branch("MaxPool", onBPU: true, ["kernel_shape": .integers([3, 3]), "strides": .integers([2, 2])]),
        Branch(
            "MaxPool", "indices", onBPU: false,
            ["kernel_shape": .integers([2, 2]), "strides": .integers([2, 2])], outputs: ["indices"]),
        Branch("AveragePool", onBPU: true, ["kernel_shape": .integers([7, 7])]),
        Branch(
            "ConvTranspose", "output_padding 2", onBPU: false,
            ["strides": .integers([3, 3]), "output_padding": .integers([2, 2])], weights(8, 8, 5, 5)),
        Branch("GlobalAveragePool", onBPU: true),
        Branch("Add", onBPU: true, twice: true), Branch("Min", onBPU: false, twice: true),
        Branch("Pow", "computed", onBPU: false, twice: true),
        Branch("Pow", "2", onBPU: true, [:], [Tensor(shape: [], floats: [2])]),
        Branch("Softmax", onBPU: false, ["axis": .integer(3)]), Branch("Sigmoid", onBPU: true),
        Branch("Neg", onBPU: false), Branch("Erf", onBPU: true), Branch("LogSoftmax", onBPU: false),
        Branch("ReduceMax", "one axis", onBPU: true, ["axes": .integers([2])]),
        Branch("ReduceMax", "two axes", onBPU: false, ["axes": .integers([2, 3])]),
        Branch("ReduceL2", "one axis", onBPU: true, ["axes": .integers([3])]),
        Branch("ReduceL2", "two axes", onBPU: false, ["axes": .integers([2, 3])]),
        Branch("ReduceL1", "one axis", onBPU: true, ["axes": .integers([1])], channels: 1),
        Branch("ReduceMean", "height and width", onBPU: true, ["axes": .integers([2, 3])]),
        Branch("ReduceMin", onBPU: false, ["axes": .integers([2])]),
        Branch("Resize", "linear", onBPU: true, ["mode": .text("linear")], scales(1.5)),
        Branch("Resize", "nearest by 2", onBPU: true, ["mode": .text("nearest")], scales(2)),
        Branch("Resize", "nearest by 3", onBPU: false, ["mode": .text("nearest")], scales(3)),
        Branch("Resize", "cubic", onBPU: false, ["mode": .text("cubic")], scales(2)),
        Branch("Pad", "edge", onBPU: true, ["mode": .text("edge")], [integers(0, 0, 1, 1, 0, 0, 1, 1)]),
        Branch("Pad", "reflect", onBPU: false, ["mode": .text("reflect")], [integers(0, 0, 1, 1, 0, 0, 1, 1)]),
        Branch("Tile", "one axis", onBPU: true, [:], [integers(1, 1, 2, 1)]),
        Branch("Tile", "two axes", onBPU: false, [:], [integers(1, 1, 2, 2)]),
        Branch("SpaceToDepth", "blocks of 4", onBPU: true, ["blocksize": .integer(4)], channels: 128),
    ]

    private static let network: Model = {
        var network = BranchedNetwork()
        for (index, branch) in branches.enumerated() { network.add(branch, "t\(index)") }
        return network.model
    }()

    @Test("Operators and forms are placed as was measured", arguments: branches.indices)
    func placement(index: Int) {
        let name = "t\(index) (\(Self.branches[index].node.operatorType))"
        let findings = GraphChecker(march: .bayesE).check(Self.network).filter { $0.node == name }
        let isOnBPU = !findings.contains { $0.rule.hasPrefix("bpu-") }
        #expect(isOnBPU == Self.branches[index].isOnBPU, "\(Self.branches[index].title): \(findings.map(\.message))")
    }

    @Test(
        "hb_mapper places them so", .enabled(if: VendorToolchain.folder != nil, "\(VendorToolchain.absence)"))
    func vendor() async throws {
        let folder = TemporaryFolder()
        try Self.network.write(to: folder("branches.onnx"))
        let tools = Path.join(VendorToolchain.folder ?? "", "bin")
        // The tool starts others of its folder by their names.
        let result = try await Command.run(
            "/usr/bin/env",
            [
                "PATH=\(tools):/usr/bin:/bin", Path.join(tools, "hb_mapper"), "checker", "--model-type", "onnx",
                "--march",
                "bayes-e", "--model", folder("branches.onnx"),
            ], in: folder.path)
        let rows = (result.standardOutput + result.standardError).split(separator: "\n").map {
            $0.split(separator: " ")
        }
        let onCPU = Set(rows.filter { $0.count > 4 && $0[1] == "CPU" }.map { String($0[0]) })
        let onBPU = Set(rows.filter { $0.count > 4 && $0[1] == "BPU" }.map { String($0[0]) })
        #expect(result.exitCode == 0 && onBPU.contains("t0_tail"), "\(result.standardError.suffix(2000))")
        for (index, branch) in Self.branches.enumerated() {
            // An operator may become several, which are called after it.
            let isOnCPU = onCPU.contains { $0 == "t\(index)" || $0.hasPrefix("t\(index)_") }
            #expect(isOnCPU != branch.isOnBPU, "\(branch.title)")
        }
    }

    @Test("The kernel of an AveragePool has a limit of its own", arguments: [(90, true), (91, false)])
    func averages(side: Int64, isOnBPU: Bool) {
        let node = Node(
            "AveragePool", inputs: ["x"], outputs: ["y"],
            attributes: [Attribute("kernel_shape", .integers([side, side]))])
        let model = Samples.oneNode(node, inputs: [("x", .tensor(.float, shape: [1, 8, 200, 200]))])
        #expect(GraphChecker(march: .bayesE).check(model).contains { $0.rule == "bpu-limit" } != isOnBPU)
    }

    /// A convolution of so many channels, kernels and so on, and what is said of it.
    static let convolutions: [([Int], [String: AttributeValue], String?)] = [
        ([8, 8, 63, 63], [:], nil), ([8192, 8, 1, 1], [:], nil),
        ([8, 8, 3, 3], ["strides": .integers([257, 1])], "strides 257 x 1, expected 1 to 256"),
        ([8, 8, 3, 3], ["pads": .integers([0, 0, 257, 0])], "pads 0 x 0 x 257 x 0, expected 0 to 256"),
        ([8, 8193, 1, 1], [:], "8193 input channels, expected at most 8192: the compiler fails"),
        ([8, 4096, 3, 3], [:], "its kernel has 4096 x 9 elements"),
        ([8, 8, 64, 64], [:], "its kernel has 8 x 4096 elements"),
        ([8, 8, 3, 3], ["dilations": .integers([19, 19])], "dilations 19 x 19, expected 1 to 18"),
        ([65_537, 8, 1, 1], [:], "it has 65537 output channels"),
    ]

    @Test("Limits that a compiler run would take long for", arguments: convolutions)
    func limits(shape: [Int], attributes: [String: AttributeValue], problem: String?) {
        let weights = Tensor(name: "w", shape: shape, floats: [])
        let node = Node(
            "Conv", inputs: ["x", "w"], outputs: ["y"],
            attributes: attributes.sorted { $0.key < $1.key }.map { Attribute($0.key, $0.value) })
        let model = Samples.oneNode(
            node, inputs: [("x", .tensor(.float, shape: [1, .fixed(shape[1]), 300, 300]))], initializers: [weights])
        let messages = GraphChecker(march: .bayesE).check(model).filter { $0.rule == "bpu-limit" }.map(\.message)
        #expect(problem == nil ? messages.isEmpty : messages.count == 1 && messages[0].contains(problem ?? ""))
    }
}
