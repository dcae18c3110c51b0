import GraphRuntime
import ONNX
import Support
import Testing
import TestSupport

@Suite("The executor")
struct ExecutorTests {
    /// `y = relu(x * w)`, of any batch.
    private func model(_ dimension: Dimension = .symbolic("n")) -> Model {
        Model(
            graph: Graph(
                name: "small",
                nodes: [
                    Node("MatMul", inputs: ["x", "w"], outputs: ["p"]), Node("Relu", inputs: ["p"], outputs: ["y"]),
                ],
                inputs: [ValueInfo("x", .tensor(.float, shape: [dimension, 2]))],
                outputs: [ValueInfo("y", .tensor(.float, shape: [dimension, 2]))],
                initializers: [Tensor(name: "w", shape: [2, 2], floats: [1, -1, 2, 1])]),
            opset: 13, irVersion: 7)
    }

    @Test("A batch that the graph leaves open may be any, again and again", arguments: [1, 3, 64])
    func batches(count: Int) throws {
        let executor = try Executor(model())
        for _ in 0..<2 {
            let x = Tensor(shape: [count, 2], floats: (0..<count * 2).map { Float($0) })
            let y = try #require(try executor.run(["x": x])["y"])
            #expect(y.shape == [count, 2])
            let expected: [Float] = (0..<count).flatMap { [Float(6 * $0 + 2), 1] }
            #expect(try y.floats() == expected)
        }
    }

    @Test("Values between are given if they are asked for")
    func keeping() throws {
        let results = try Executor(model()).run(["x": Tensor(shape: [1, 2], floats: [1, -3])], keeping: ["p"])
        #expect(try results["p"]?.floats() == [-5, -4])
        #expect(try results["y"]?.floats() == [0, 0])
    }

    @Test("Inputs that do not fit are refused by name")
    func inputs() throws {
        let executor = try Executor(model(2))
        let wrong: [[String: Tensor]] = [
            [:], ["x": Tensor(shape: [3, 2], floats: [0, 0, 0, 0, 0, 0])],
            ["x": Tensor(shape: [2, 2], integers: [1, 2, 3, 4])],
            ["x": Tensor(shape: [4], floats: [1, 2, 3, 4])],
            ["x": Tensor(shape: [2, 2], floats: [1, 2, 3])],
            ["x": Tensor(shape: [2, 2], floats: [1, 2, 3, 4]), "q": Tensor(shape: [], floats: [1])],
        ]
        for inputs in wrong {
            let error = #expect(throws: (any Error).self) { try executor.run(inputs) }
            #expect(error is RuntimeError || error is ONNXError, "\(String(describing: error))")
        }
        #expect(throws: RuntimeError.undefined(value: "nowhere")) {
            try executor.run(["x": Tensor(shape: [2, 2], floats: [1, 2, 3, 4])], keeping: ["nowhere"])
        }
    }

    @Test("An operator that it does not have is named, with the opset")
    func unsupported() {
        var model = model()
        model.graph.nodes[1].operatorType = "NonMaxSuppression"
        #expect(
            throws: RuntimeError.unsupported(
                node: "y (NonMaxSuppression)", operatorType: "NonMaxSuppression", opset: 13, reason: nil)
        ) { try Executor(model) }
    }

    @Test("What needs more memory than allowed is refused before it is asked for")
    func memory() throws {
        let graph = Graph(
            name: "huge", nodes: [Node("ConstantOfShape", inputs: ["shape"], outputs: ["y"])],
            outputs: [ValueInfo("y", .tensor(.float, shape: nil))],
            initializers: [Tensor(name: "shape", shape: [2], integers: [1 << 20, 1 << 20])])
        let executor = try Executor(Model(graph: graph, opset: 13, irVersion: 7))
        #expect(throws: RuntimeError.memory(bytes: 1 << 42, limit: ExecutorOptions.defaultMemoryLimit)) {
            try executor.run([:])
        }
        #expect(throws: RuntimeError.self) {
            try Executor(self.model(), options: ExecutorOptions(memoryLimit: 8))
        }
    }

    @Test("Nodes are put in order")
    func order() throws {
        var model = model()
        model.graph.nodes.swapAt(0, 1)
        let results = try Executor(model).run(["x": Tensor(shape: [1, 2], floats: [1, -3])])
        #expect(try results["y"]?.floats() == [0, 0])
    }

    @Test("Graphs that are broken are refused")
    func broken() {
        func failure(_ change: (inout Graph) -> Void) -> (any Error)? {
            var model = model()
            change(&model.graph)
            do {
                _ = try Executor(model)
                return nil
            } catch {
                #expect(error is RuntimeError || error is ONNXError, "\(error)")
                return error
            }
        }
        func problem(_ change: (inout Graph) -> Void) -> RuntimeError? { failure(change) as? RuntimeError }
        // A cycle, the same value twice, no inputs, no outputs, an output that no node makes.
        #expect(problem { $0.nodes[1].inputs = ["y"] } == .undefined(value: "y"))
        #expect(problem { $0.nodes[1].outputs = ["p"] } == .duplicate(value: "p"))
        #expect(problem { $0.nodes[1].outputs = ["w"] } == .duplicate(value: "w"))
        #expect(problem { $0.nodes[0].inputs = [] } != nil)
        #expect(problem { $0.nodes[1].outputs = [] } != nil)
        #expect(problem { $0.outputs = [ValueInfo("nothing", nil)] } == .undefined(value: "nothing"))
        #expect(failure { $0.initializers[0].shape = [2, 3] } is ONNXError)
        #expect(failure { $0.initializers[0].shape = [.max, .max] } is ONNXError)
    }

    @Test("Runs from several tasks at once do not disturb each other")
    func concurrent() async throws {
        let executor = try Executor(model())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...32 {
                group.addTask {
                    let x = Tensor(shape: [number, 2], floats: [Float](repeating: Float(number), count: number * 2))
                    let y = try #require(try executor.run(["x": x])["y"]?.floats())
                    let expected: [Float] = (0..<number).flatMap { _ in [Float(3 * number), 0] }
                    #expect(y == expected)
                }
            }
            try await group.waitForAll()
        }
    }
}
