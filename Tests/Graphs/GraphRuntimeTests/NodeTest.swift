import Foundation
import GraphRuntime
import ONNX
import Support

/// A model with data sets of inputs and expected outputs, as `Tests/Oracles/node_tests.py` writes them.
struct NodeTest {
    struct DataSet {
        var inputs: [String: Tensor] = [:]
        var outputs: [String: Tensor] = [:]
    }

    let name: String
    let model: Model
    let dataSets: [DataSet]

    /// Every test in a folder, by name.
    static func all(in folder: String) throws -> [NodeTest] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.hasSuffix(".onnx") && !$0.hasSuffix(".data.onnx") }
            .map { try NodeTest(name: String($0.dropLast(5)), folder: folder) }
    }

    private init(name: String, folder: String) throws {
        self.name = name
        model = try Model(contentsOf: Path.join(folder, name + ".onnx"))
        var sets: [Substring: DataSet] = [:]
        for tensor in try Model(contentsOf: Path.join(folder, name + ".data.onnx")).graph.initializers {
            let parts = tensor.name.split(separator: "/", maxSplits: 2)
            if parts[1] == "input" {
                sets[parts[0], default: DataSet()].inputs[String(parts[2])] = tensor
            } else {
                sets[parts[0], default: DataSet()].outputs[String(parts[2])] = tensor
            }
        }
        dataSets = Array(sets.values)
    }

    /// Whether the executor has every operator of the test.
    var isClaimed: Bool { model.graph.nodes.allSatisfy { NodeEvaluator.supports($0, opset: model.opset ?? 1) } }

    /// The element types that occur in it.
    var elementTypes: Set<ElementType> {
        let infos = model.graph.inputs + model.graph.outputs
        let constants = model.graph.nodes.flatMap(\.attributes).compactMap { attribute in
            if case .tensor(let tensor) = attribute.value { tensor.elementType } else { nil as ElementType? }
        }
        return Set(infos.compactMap(\.type?.elementType) + constants)
    }

    /// What is wrong; `nil` if the executor gives what is expected.
    func problem(absolute: Float = 1e-7, relative: Float = 1e-3) -> String? {
        do {
            let executor = try Executor(model)
            for set in dataSets {
                let results = try executor.run(set.inputs)
                for (name, expected) in set.outputs {
                    guard let found = results[name] else { return "output '\(name)' is missing" }
                    if let problem = try Self.difference(found, expected, absolute, relative) {
                        return "output '\(name)': \(problem)"
                    }
                }
            }
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static func difference(
        _ found: Tensor, _ expected: Tensor, _ absolute: Float, _ relative: Float
    ) throws -> String? {
        guard found.shape == expected.shape else { return "shape \(found.shape), not \(expected.shape)" }
        guard found.elementType == expected.elementType else {
            return "type \(found.elementType), not \(expected.elementType)"
        }
        guard expected.elementType.isFloatingPoint else {
            return try found.bytes() == expected.bytes() ? nil : "other integers"
        }
        for (x, y) in zip(try found.floats(), try expected.floats())
        where !(x == y || x.isNaN && y.isNaN || abs(x - y) <= absolute + relative * abs(y)) {
            return "\(x), not \(y)"
        }
        return nil
    }
}
