import Diagnostics
import InputContract
@testable import ModelChecks
@testable import ONNX
import Support
import ONNXTestSupport
import Testing
import TestSupport

@Suite("Graph checks")
struct GraphCheckerTests {
    private func rules(_ model: Model, _ march: March = .none) -> [String] {
        GraphChecker(march: march).check(model).map(\.rule)
    }

    @Test("A sound network has no findings", arguments: March.allCases)
    func sound(march: March) {
        #expect(GraphChecker(march: march).check(Samples.network()).isEmpty)
    }

    /// One change, and the rule that finds it.
    struct Damage: CustomTestStringConvertible, Sendable {
        var rule: String
        var change: @Sendable (inout Model) -> Void

        init(_ rule: String, _ change: @escaping @Sendable (inout Model) -> Void) {
            self.rule = rule
            self.change = change
        }

        var testDescription: String { rule }
    }

    private static func sparse(_ places: [Int64]) -> SparseTensor {
        SparseTensor(
            values: Tensor(name: "sparse", shape: [2], floats: [1, 2]),
            indices: Tensor(shape: [places.count], integers: places), shape: [4])
    }

    /// A function of one node, which by default is Relu.
    private static func function(
        _ name: String, outputs: [String] = ["y"], calls operatorType: String? = nil, domain: String = "own",
        opset: Int = 11
    ) -> Function {
        let node = operatorType.map { Node($0, domain: domain, inputs: ["x"], outputs: ["y"]) }
        return Function(
            name: name, domain: "own", inputs: ["x"], outputs: outputs,
            nodes: [node ?? Node("Relu", inputs: ["x"], outputs: ["y"])],
            opsetImports: [OpsetImport(domain: "", version: opset), OpsetImport(domain: "own", version: 1)])
    }

    static let damages = [
        Damage("ir-version") { $0.irVersion = 0 },
        Damage("duplicate-metadata") {
            $0.metadata = [MetadataEntry(key: "a", value: "1"), MetadataEntry(key: "a", value: "2")]
        },
        Damage("ir-version") { $0.irVersion = 3 },
        Damage("ir-version") { $0.irVersion = 99 },
        Damage("opset-import") { $0.opsetImports = [] },
        Damage("opset-import") { $0.opsetImports.append($0.opsetImports[0]) },
        Damage("opset-import") { $0.graph.nodes[1].domain = "own" },
        Damage("opset-import") { $0.opsetImports[0].version = 1000 },
        Damage("opset-import") { $0.opsetImports[0].version = 1 << 40 },
        Damage("opset-import") { $0.irVersion = 2 },
        Damage("empty-graph") { $0.graph.outputs = [] },
        Damage("missing-name") { $0.graph.name = "" },
        Damage("missing-name") { $0.graph.nodes[1].operatorType = "" },
        Damage("missing-name") { $0.graph.initializers[0].name = "" },
        Damage("missing-type") { $0.graph.outputs[0].type = nil },
        Damage("missing-type") { $0.graph.inputs[0].type = .tensor(.float, shape: nil) },
        Damage("duplicate-value") { $0.graph.nodes[1].outputs = ["c"] },
        Damage("duplicate-value") { $0.graph.initializers.append($0.graph.initializers[0]) },
        Damage("duplicate-value") { $0.graph.inputs.append($0.graph.inputs[0]) },
        Damage("undefined-value") { $0.graph.nodes[1].inputs = ["nowhere"] },
        Damage("topological-order") { $0.graph.nodes.swapAt(0, 1) },
        Damage("missing-output") { $0.graph.outputs[0].name = "elsewhere" },
        Damage("unknown-operator") { $0.graph.nodes[1].operatorType = "Rellu" },
        Damage("unknown-operator") { $0.graph.nodes[1].operatorType = "Gelu" },
        Damage("unknown-operator") { $0.graph.nodes[1].operatorType = "Upsample" },
        Damage("unknown-operator") {
            $0.opsetImports.append(OpsetImport(domain: "ai.onnx", version: 11))
            $0.graph.nodes[1].domain = "ai.onnx"
        },
        Damage("input-count") { $0.graph.nodes[1].inputs = ["c", "c"] },
        Damage("input-count") { $0.graph.nodes[0].inputs[1] = "" },
        Damage("input-count") { $0.graph.nodes.append(Node("Relu", inputs: [], outputs: [])) },
        Damage("output-count") { $0.graph.nodes[1].outputs = ["r", "r2"] },
        Damage("output-count") {
            $0.graph.nodes[1] = Node(
                "BatchNormalization", inputs: ["c", "w", "w", "w", "w"], outputs: ["r", "r2", "r3"])
        },
        Damage("attribute") { $0.graph.nodes[1].attributes = [Attribute("alpha", .float(1))] },
        Damage("attribute") { $0.graph.nodes[0].attributes[1].value = .float(1) },
        Damage("attribute") {
            $0.graph.nodes[1] = Node("Concat", inputs: ["c"], outputs: ["r"])
        },
        Damage("attribute") { $0.graph.nodes[0].attributes.append($0.graph.nodes[0].attributes[0]) },
        Damage("tensor-payload") { $0.graph.initializers[0].data = .raw(ByteView([1, 2, 3])) },
        Damage("tensor-payload") { $0.graph.initializers[0].data = .floats([1]) },
        Damage("tensor-payload") { $0.graph.initializers[0].data = .int64s([Int64](repeating: 0, count: 108)) },
        Damage("tensor-payload") { $0.graph.initializers[0].shape = [-4, 3, 3, 3] },
        Damage("tensor-payload") { $0.graph.initializers[0].shape = [1 << 40, 1 << 40, 3, 3] },
        Damage("sparse-tensor") { $0.graph.sparseInitializers = [Self.sparse([3, 1])] },
        Damage("sparse-tensor") { $0.graph.sparseInitializers = [Self.sparse([1, 4])] },
        Damage("sparse-tensor") { $0.graph.sparseInitializers = [Self.sparse([1])] },
        Damage("function-signature") { $0.addFunctions([Self.function("F"), Self.function("F")]) },
        Damage("function-signature") { $0.addFunctions([Self.function("F", outputs: ["y", "y"])]) },
        Damage("recursive-function") { $0.addFunctions([Self.function("F", calls: "F")]) },
        Damage("recursive-function") {
            $0.addFunctions([Self.function("F", calls: "G"), Self.function("G", calls: "F")])
        },
        Damage("recursive-function") { model in
            model.addFunctions((0..<102).map { Self.function("F\($0)", calls: "F\($0 + 1)") })
        },
        Damage("function-opset") { $0.addFunctions([Self.function("F", calls: "Squeeze", domain: "", opset: 13)]) },
        Damage("operand-shape") { $0.graph.nodes[1] = Node("Not", inputs: ["c"], outputs: ["r"]) },
        // The standard's own inference does not compare the channels.
        Damage("impossible-shape") { $0.graph.inputs[0].type = .tensor(.float, shape: [1, 5, 8, 8]) },
        Damage("stated-shape") { $0.graph.outputs[0].type = .tensor(.float, shape: [1, 11]) },
        Damage("stated-shape") { $0.graph.outputs[0].type = .tensor(.int64, shape: [1, 10]) },
    ]

    @Test("Each kind of damage is found by its rule", arguments: damages)
    func damage(damage: Damage) {
        var model = Samples.network()
        damage.change(&model)
        #expect(rules(model).contains(damage.rule))
    }

    static let obstacles = [
        Damage("mapper-opset") { $0.opsetImports[0].version = 13 },
        Damage("mapper-ir-version") { $0.irVersion = 10 },
        Damage("mapper-domain") {
            $0.opsetImports.append(OpsetImport(domain: "own", version: 1))
            $0.graph.nodes[1].domain = "own"
        },
        Damage("mapper-input") { $0.graph.inputs[0].type = .tensor(.float, shape: [2, 3, 8, 8]) },
        Damage("mapper-input") { $0.graph.inputs[0].type = .tensor(.float16, shape: [1, 3, 8, 8]) },
        Damage("mapper-input") { $0.graph.inputs[0].type = .tensor(.float, shape: [3, 8, 8]) },
        Damage("static-shape") { $0.graph.inputs[0].type = .tensor(.float, shape: [.symbolic("N"), 3, 8, 8]) },
        Damage("bpu-operator") { $0.graph.nodes[1].operatorType = "Neg" },
        Damage("bpu-operator") { $0.graph.nodes[1].operatorType = "Hardmax" },
        Damage("bpu-limit") {
            $0.graph.nodes[1] = Node(
                "MaxPool", inputs: ["c"], outputs: ["r"],
                attributes: [Attribute("kernel_shape", .integers([1, 1])), Attribute("strides", .integers([1, 257]))])
        },
    ]

    @Test("What keeps a model from the BPU is found by its rule, and not by the standard", arguments: obstacles)
    func obstacle(damage: Damage) {
        var model = Samples.network()
        damage.change(&model)
        #expect(rules(model, .bayesE).contains(damage.rule))
        #expect(!rules(model, .none).contains(damage.rule))
    }

    @Test("Every rule is one that something breaks, and has a text of its own")
    func everyRule() {
        // The rest has tests of its own: files, external data, and forms of the graph.
        let elsewhere: Set = [
            "unreadable-file", "external-data", "unfused-batch-normalization", "constant-weights",
            "broken-gelu",
        ]
        let rules = GraphChecker.rules.descriptors
        let broken = Set((Self.damages + Self.obstacles).map(\.rule))
        #expect(Set(rules.map(\.id)) == broken.union(elsewhere))
        #expect(Set(rules.map(\.id)).count == rules.count)
        for text: KeyPath<RuleDescriptor, String> in [\.summary, \.reason, \.fix, \.example] {
            #expect(Set(rules.map { $0[keyPath: text] }).count == rules.count)
        }
        for rule in rules {
            #expect(rule.reason.count > 40 && rule.fix.hasSuffix("."), "\(rule.id)")
            #expect(rule.id.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil)
            #expect(GraphChecker.rules[rule.id] == rule)
        }
    }

    @Test("Every rule is named after its type and its file", arguments: GraphChecker.rules.types.indices)
    func conventions(_ index: Int) {
        let rule = GraphChecker.rules.types[index]
        let isMapper = rule.descriptor.origin == .mapper
        RuleConventions.check(rule, in: "Sources/Graphs/ModelChecks/" + (isMapper ? "BPU" : "Standard"))
    }

    @Test("Findings name the node and the file")
    func places() throws {
        let folder = TemporaryFolder()
        var model = Samples.network()
        model.graph.nodes[1].inputs = ["nowhere"]
        try model.write(to: folder("m.onnx"))
        let finding = try #require(GraphChecker(march: .none).check(Model(contentsOf: folder("m.onnx"))).first)
        #expect(finding.node == "relu (Relu)")
        #expect(finding.location?.path == folder("m.onnx"))
        #expect(finding.message.contains("'nowhere'"))
    }

    @Test("A subgraph sees the values around it, and not the other way round")
    func scopes() {
        func model(_ inner: String, _ outer: String) -> Model {
            let branch = Graph(
                name: "b", nodes: [Node("Identity", inputs: [inner], outputs: ["t"])],
                outputs: [ValueInfo("t", .tensor(.float, shape: nil))])
            var other = branch
            other.nodes[0].outputs = ["e"]
            other.outputs[0].name = "e"
            let nodes = [
                Node("Relu", inputs: ["x"], outputs: ["r"]),
                Node(
                    "If", inputs: ["c"], outputs: ["i"],
                    attributes: [Attribute("then_branch", .graph(branch)), Attribute("else_branch", .graph(other))]),
                Node("Relu", inputs: [outer], outputs: ["o"]),
            ]
            return Model(
                graph: Graph(
                    name: "g", nodes: nodes,
                    inputs: [ValueInfo("x", .tensor(.float, shape: [1])), ValueInfo("c", .tensor(.bool, shape: []))],
                    outputs: [ValueInfo("o", .tensor(.float, shape: [1]))]), opset: 11, irVersion: 6)
        }
        #expect(rules(model("r", "i")).isEmpty)
        #expect(rules(model("r", "t")) == ["undefined-value", "operand-shape"])
        #expect(rules(model("o", "i")) == ["undefined-value", "undefined-value"])
    }

    @Test("A subgraph may hide inputs of the graph around it, but nothing that a node makes")
    func hiding() {
        func model(input: String, output: String) -> Model {
            let body = Graph(
                name: "body", nodes: [Node("Identity", inputs: [input], outputs: [output])],
                inputs: [ValueInfo(input, .tensor(.float, shape: [1]))],
                outputs: [ValueInfo(output, .tensor(.float, shape: [1]))])
            let scan = Node(
                "Scan", inputs: ["x"], outputs: ["y"],
                attributes: [Attribute("body", .graph(body)), Attribute("num_scan_inputs", .integer(1))])
            return Model(
                graph: Graph(
                    name: "g", nodes: [scan], inputs: [ValueInfo("x", .tensor(.float, shape: [3, 1]))],
                    outputs: [ValueInfo("y", .tensor(.float, shape: [3, 1]))]), opset: 11, irVersion: 6)
        }
        #expect(rules(model(input: "x", output: "inner")).isEmpty)
        #expect(rules(model(input: "inner", output: "x")) == ["duplicate-value"])
    }

    @Test("Thousands of branches in one graph cost no more than they are long")
    func manyBranches() {
        // A copy of all names for each subgraph would take minutes.
        let count = 20_000
        var nodes: [Node] = []
        for index in 0..<count {
            let branches = ["then_branch", "else_branch"].map { branch in
                Attribute(
                    branch,
                    .graph(
                        Graph(
                            name: branch,
                            nodes: [Node("Identity", inputs: ["v\(index)"], outputs: ["\(branch)\(index)"])],
                            outputs: [ValueInfo("\(branch)\(index)", nil)])))
            }
            nodes.append(Node("If", inputs: ["c"], outputs: ["v\(index + 1)"], attributes: branches))
        }
        let graph = Graph(
            name: "g", nodes: nodes,
            inputs: [ValueInfo("v0", .tensor(.float, shape: [1])), ValueInfo("c", .tensor(.bool, shape: []))],
            outputs: [ValueInfo("v\(count)", .tensor(.float, shape: [1]))])
        #expect(rules(Model(graph: graph, opset: 13, irVersion: 7)).isEmpty)
    }

    @Test("What the standard lets pass is a warning")
    func oddities() {
        var model = Samples.network()
        model.opsetImports.append(model.opsetImports[0])
        model.graph.initializers[0].data = .raw(ByteView([UInt8](repeating: 0, count: 108 * 4 + 8)))
        model.addFunctions([Self.function("F", outputs: ["nowhere"])])
        let findings = GraphChecker(march: .none).check(model)
        #expect(Set(findings.map(\.rule)).isSuperset(of: ["opset-import", "tensor-payload", "missing-output"]))
        #expect(!findings.containErrors)
    }

    @Test("Bernoulli2 runs fewer operators than Bayes-e")
    func marches() {
        var model = Samples.network()
        model.graph.nodes[1] = Node("Sub", name: "sub", inputs: ["c", "c"], outputs: ["r"])
        #expect(rules(model, .bayesE).isEmpty)
        #expect(rules(model, .bernoulli2) == ["bpu-limit"])
    }

    @Test("A constant computation may use any operator")
    func folded() {
        var model = Samples.network()
        model.graph.nodes.insert(contentsOf: [Node("Neg", inputs: ["w"], outputs: ["nw"])], at: 0)
        model.graph.nodes[1].inputs[1] = "nw"
        #expect(rules(model, .bayesE).isEmpty)
    }

    @Test(
        "What onnxsim and a missing fuse() do to RepViT is found",
        .enabled(if: Exports.isAvailable, "\(Exports.absence)"),
        arguments: [
            ("raw", ["unfused-batch-normalization"]), ("fused", []),
            ("dynamo", ["mapper-opset", "mapper-ir-version", "unfused-batch-normalization"]),
            ("raw_sim", ["unfused-batch-normalization", "constant-weights", "broken-gelu"]),
        ] as [(String, [String])])
    func repvit(form: String, expected: [String]) async throws {
        let model = try Model(contentsOf: try await Exports.path("m0_9", form))
        #expect(rules(model, .bayesE) == expected)
        #expect(rules(model, .none).isEmpty)
    }
}

extension Model {
    /// Functions came with IR version 8.
    fileprivate mutating func addFunctions(_ functions: [Function]) {
        irVersion = 8
        opsetImports.append(OpsetImport(domain: "own", version: 1))
        self.functions += functions
    }
}
