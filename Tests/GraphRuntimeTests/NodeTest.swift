import FileSupport
import Foundation
import GraphRuntime
import ONNXModel

/// One of the onnx package's node tests, as `Tests/Oracles/node_tests.py` writes them.
struct NodeTest {
    let name: String
    let folder: String

    static func all(in folder: String) throws -> [NodeTest] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.hasSuffix(".onnx") && !$0.hasSuffix(".data.onnx") }
            .map { NodeTest(name: String($0.dropLast(5)), folder: folder) }
    }

    private var model: Model { get throws { try Model(contentsOf: Path.join(folder, name + ".onnx")) } }

    /// Whether the executor has every operator of the test.
    var isClaimed: Bool {
        get throws {
            let model = try model
            return model.graph.nodes.allSatisfy { NodeEvaluator.supports($0, opset: model.opset ?? 1) }
        }
    }

    /// What is wrong; `nil` if the executor gives what is expected.
    var problem: String? {
        do {
            let model = try model
            let data = try Model(contentsOf: Path.join(folder, name + ".data.onnx"))
            var sets: [String: (inputs: [String: Tensor], outputs: [String: Tensor])] = [:]
            for tensor in data.graph.initializers {
                let parts = tensor.name.split(separator: "/", maxSplits: 2).map(String.init)
                var set = sets[parts[0]] ?? ([:], [:])
                if parts[1] == "input" { set.inputs[parts[2]] = tensor } else { set.outputs[parts[2]] = tensor }
                sets[parts[0]] = set
            }
            let executor = try Executor(model)
            for (_, set) in sets {
                let results = try executor.run(set.inputs)
                for (name, expected) in set.outputs {
                    guard let found = results[name] else { return "output '\(name)' is missing" }
                    if let problem = try Self.difference(found, expected) { return "output '\(name)': \(problem)" }
                }
            }
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// By the tolerances of onnx's own runner: relative 1e-3, absolute 1e-7.
    static func difference(_ found: Tensor, _ expected: Tensor) throws -> String? {
        guard found.shape == expected.shape else { return "shape \(found.shape), not \(expected.shape)" }
        guard found.elementType == expected.elementType else {
            return "type \(found.elementType), not \(expected.elementType)"
        }
        guard expected.elementType.isFloatingPoint else {
            return try found.bytes() == expected.bytes() ? nil : "other integers"
        }
        for (x, y) in zip(try found.floats(), try expected.floats())
        where !(x == y || x.isNaN && y.isNaN || abs(x - y) <= 1e-7 + 1e-3 * abs(y)) {
            return "\(x), not \(y)"
        }
        return nil
    }
}
