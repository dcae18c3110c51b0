import Diagnostics
import InputContract
@testable import ModelChecks
@testable import ONNX
import ONNXOperators
import Testing
import TestSupport

@Suite("Functions written out")
struct FunctionInliningTests {
    private static func relu(_ input: String, _ output: String) -> Node {
        Node("Relu", name: "relu", inputs: [input], outputs: [output])
    }

    private static func function(
        _ name: String, _ nodes: [Node], inputs: [String] = ["a"], outputs: [String] = ["b"], opset: Int = 18
    ) -> Function {
        Function(
            name: name, domain: "own", inputs: inputs, outputs: outputs, nodes: nodes,
            opsetImports: [OpsetImport(domain: "", version: opset), OpsetImport(domain: "own", version: 1)])
    }

    private static func call(_ name: String, _ inputs: [String], _ outputs: [String]) -> Node {
        Node(name, name: "\(name)_\(outputs[0])", domain: "own", inputs: inputs, outputs: outputs)
    }

    private static func model(_ nodes: [Node], _ functions: [Function]) -> Model {
        var model = Model(
            graph: Graph(
                name: "calls", nodes: nodes, inputs: [ValueInfo("x", .tensor(.float, shape: [2]))],
                outputs: [ValueInfo("y", .tensor(.float, shape: [2]))]), opset: 18, irVersion: 8)
        model.functions = functions
        return model
    }

    @Test("A call becomes the function's nodes, under names of their own")
    func twoCalls() throws {
        let block = Self.function("Block", [Self.relu("a", "t"), Node("Neg", inputs: ["t"], outputs: ["b"])])
        let model = try Self.model([Self.call("Block", ["x"], ["t"]), Self.call("Block", ["t"], ["y"])], [block])
            .inliningFunctions()
        #expect(model.functions.isEmpty)
        #expect(model.graph.nodes.map(\.operatorType) == ["Relu", "Neg", "Relu", "Neg"])
        #expect(model.graph.nodes.flatMap(\.inputs) == ["x", "Block_t/t", "t", "Block_y/t"])
        #expect(model.graph.nodes.flatMap(\.outputs) == ["Block_t/t", "t", "Block_y/t", "y"])
        #expect(GraphChecker(march: .none).check(model).filter { $0.severity == .error }.isEmpty)
    }

    @Test("What a function passes on as it is, is passed on")
    func passedOn() throws {
        let both = Self.function("Both", [Self.relu("a", "b")], outputs: ["a", "b"])
        let model = try Self.model([Self.call("Both", ["x"], ["same", "y"])], [both]).inliningFunctions()
        #expect(model.graph.nodes.map(\.operatorType) == ["Relu", "Identity"])
        #expect(model.graph.nodes.last?.inputs == ["x"])
    }

    @Test("Functions that cannot be written out are named")
    func refusals() {
        func problem(_ functions: [Function], limit: Int = 1000) -> String {
            do {
                _ = try Self.model([Self.call("F", ["x"], ["y"])], functions).inliningFunctions(limit: limit)
                return "none"
            } catch {
                return error.userMessage
            }
        }
        let itself = Self.function("F", [Self.call("F", ["a"], ["b"])])
        #expect(problem([itself]).contains("calls itself"))
        let older = Self.function("F", [Self.relu("a", "b")], opset: 17)
        #expect(problem([older]).contains("written in opset 17 of ai.onnx, the model in 18"))
        let strict = Self.function("F", [Self.relu("b", "c")], inputs: [], outputs: ["c"])
        #expect(problem([strict]).contains("more inputs or outputs"))
        // Each calls the next one ten times.
        let many = (0..<10).map { level in
            let next = level < 9 ? String(repeating: "F", count: level + 2) : "Relu"
            let nodes = (0..<10).map { index in
                Node(next, domain: level < 9 ? "own" : "", inputs: ["a"], outputs: [index == 0 ? "b" : "b\(index)"])
            }
            return Self.function(String(repeating: "F", count: level + 1), nodes)
        }
        #expect(problem(many, limit: 100_000).contains("too large"))
        let deep = (0..<200).map { level in
            Self.function(
                String(repeating: "F", count: level + 1),
                [Self.call(String(repeating: "F", count: level + 2), ["a"], ["b"])])
        }
        #expect(problem(deep).contains("more than 64 deep"))
    }

    @Test(
        "onnxruntime computes the same of a model with functions and of the same without them",
        .enabled(if: Oracle.python != nil, Comment(rawValue: Oracle.absence)))
    func sameNumbers() async throws {
        let folder = TemporaryFolder()
        _ = try await Oracle.run(program: "nested_functions.py", arguments: [folder("calls.onnx")])
        let model = try Model(contentsOf: folder("calls.onnx"))
        let inlined = try model.inliningFunctions()
        #expect(inlined.graph.nodes.allSatisfy { $0.domain.isEmpty })
        try inlined.write(to: folder("inlined.onnx"))
        let text = try await Oracle.run(
            program: "same_outputs.py", arguments: [folder("calls.onnx"), folder("inlined.onnx")])
        #expect(text.contains("same"))
    }

}
