@testable import ModelAnalysis
@testable import ONNX
import Support
import ONNXTestSupport
import Testing
import TestSupport

@Suite("Layers")
struct LayerTests {
    @Test(
        "A node's modules come out of its name, however the exporter wrote it",
        arguments: [
            ("/stages/stages.0/blocks/blocks.1/conv/Conv", ["stages.0", "blocks.1", "conv"]),
            ("stages.0.blocks.1.conv", ["stages.0", "blocks.1"]), ("stem.conv1", ["stem"]), ("Conv_12", []), ("", []),
            ("/Conv", []), ("blocks.3", []), (".", []), ("//", []),
        ])
    func scopes(name: String, expected: [String]) {
        #expect(NameScope.of(Node("Conv", name: name, inputs: [], outputs: [])) == expected)
    }

    @Test("The newer exporter's metadata say more than the name")
    func metadataScopes() {
        var node = Node("Conv", name: "node_conv2d_7", inputs: [], outputs: [])
        node.metadata = [
            MetadataEntry(
                key: "pkg.torch.onnx.name_scopes",
                value: "['', 'stages', 'stages.0', 'stages.0.blocks', 'stages.0.blocks.1', 'conv2d_7']")
        ]
        #expect(NameScope.of(node) == ["stages.0", "blocks.1"])
        node.metadata[0].value = "nonsense"
        #expect(NameScope.of(node).isEmpty)
    }

    @Test("A name of a million levels is cut")
    func deepName() {
        let node = Node(
            "Conv", name: String(repeating: "/a", count: 1_000_000), inputs: [], outputs: ["y"])
        #expect(NameScope.of(node).count == NameScope.depthLimit)
    }

    @Test("What layers claim and what is left is every parameter, once", arguments: [false, true])
    func claims(asConstants: Bool) {
        var model = Samples.network()
        // A second node shares the first one's weight, and one tensor is used by nobody.
        model.graph.nodes.insert(
            Node(
                "Conv", name: "twin", inputs: ["data", "w"], outputs: ["c2"],
                attributes: [Attribute("kernel_shape", .integers([3, 3]))]), at: 1)
        model.graph.initializers.append(Tensor(name: "unused", shape: [7], floats: [Float](repeating: 0, count: 7)))
        if asConstants {
            model.graph.nodes.insert(
                contentsOf: model.graph.initializers.map { tensor in
                    Node(
                        "Constant", inputs: [], outputs: [tensor.name],
                        attributes: [Attribute("value", .tensor(tensor))])
                }, at: 0)
            model.graph.initializers = []
        }
        let list = LayerList(model)
        #expect(list.layers.map(\.name) == ["conv", "twin", "relu", "flatten", "gemm"])
        #expect(list.layers.map(\.parameters) == [108, 0, 0, 0, 2560])
        #expect(list.remainingParameters == 7)
        #expect(ModelStatistics(model).parameters == 108 + 2560 + 7)
        #expect(list.layers[0].inputs == ["data"])
    }

    @Test(
        "Layers add up to the whole in every form of m0_9", .enabled(if: Exports.isAvailable, "\(Exports.absence)"),
        arguments: Exports.forms)
    func sums(form: String) async throws {
        let model = try Model(contentsOf: try await Exports.path("m0_9", form))
        let statistics = ModelStatistics(model)
        let list = LayerList(model)
        #expect(list.layers.reduce(list.remainingParameters) { $0 + $1.parameters } == statistics.parameters)
        #expect(list.layers.reduce(0) { $0 + ($1.macs ?? 0) } == statistics.macs)
        let tree = LayerTree(list)
        #expect(
            tree.branches.reduce(list.remainingParameters) { $0 + $1.cost(times: $1.count).parameters }
                == statistics.parameters)
        #expect(tree.branches.reduce(0) { $0 + ($1.cost(times: $1.count).macs ?? 0) } == statistics.macs)
        #expect(tree.branches.reduce(0) { $0 + $1.layers * $1.count } == list.layers.count)
        // The third stage's fourteen blocks are seven of one kind and seven of another.
        let stage = try #require(tree.branches.first { $0.name == "stages.2" })
        #expect(stage.members.filter { $0.count == 7 }.map(\.title) == ["blocks.0, 2 ... 12", "blocks.1, 3 ... 13"])
    }

    @Test("Branches are titled by their numbers")
    func titles() {
        func title(_ numbers: [Int]) -> String {
            var branch = LayerTree.Branch(
                name: "blocks.\(numbers[0])", twins: [], operators: [], layers: 2, parameters: 0, macs: 0, members: [])
            branch.twins = numbers.dropFirst().map { "blocks.\($0)" }
            return branch.title
        }
        #expect(title([3]) == "blocks.3")
        #expect(title([1, 5]) == "blocks.1, 5")
        #expect(title([1, 2, 3, 4]) == "blocks.1 ... 4")
        #expect(title([0, 2, 4, 6]) == "blocks.0, 2 ... 6")
        #expect(title([0, 2, 3, 9]) == "blocks.0 and 3 like it")
    }
}
