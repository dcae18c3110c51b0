import Support
import Foundation
import GraphRuntime
import ONNX
import TestSupport
import Testing

@testable import QuantizedRuntime

/// One-node models of random shapes and attributes, compared with the vendor's runtime.
///
/// `REPVIT_QUANTIZED_CASES` sets how many (default: 500), `REPVIT_SEED` which ones.
@Suite("Quantized operators", .enabled(if: VendorToolchain.python != nil, Comment(rawValue: VendorToolchain.absence)))
struct QuantizedNodeTests {
    /// Operators that every run has to have computed.
    private static let operators = Set(OperatorTable.horizon.keys).subtracting(["HzSQuantizedPreprocess", "HzSoftmax"])

    @Test("Every operator computes what the vendor's runtime does, bit for bit")
    func randomNodes() async throws {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["REPVIT_QUANTIZED_CASES"].flatMap { Int($0) } ?? 500
        let seed = environment["REPVIT_SEED"].flatMap { Int($0) } ?? Int.random(in: 0..<1_000_000)
        let folder = TemporaryFolder()
        let cases = try await VendorRuntime.nodes(in: folder.path, count: count, seed: seed)
        var elements = 0
        var unequal = 0
        var refused: [String] = []
        for node in cases {
            let label = "case \(node.number) of seed \(seed), \(node.operatorType)"
            do {
                let found = try node.computed()
                elements += found.elements
                if found.problems.isEmpty { continue }
                unequal += 1
                Issue.record("\(label): \(found.problems.joined(separator: "; "))")
            } catch RuntimeError.unsupported(_, _, _, let reason) {
                refused.append("\(label): \(reason ?? "")")
            } catch {
                unequal += 1
                Issue.record("\(label): \(error)")
            }
        }
        print(
            "quantized operators, seed \(seed): \(cases.count) nodes, \(elements) elements, \(unequal) nodes unequal, \(refused.count) refused"
        )
        for line in refused { print("  \(line)") }
        #expect(refused.count <= count / 100)
        #expect(cases.count > count * 9 / 10, "the vendor's runtime refused too many")
        if count >= 500 { #expect(Set(cases.map(\.operatorType)) == Self.operators) }
    }
}

/// One model of a single node, its inputs, and what the vendor's runtime computed.
struct NodeCase {
    let number: Int
    let operatorType: String
    let folder: String

    /// How many elements were compared, and what is different.
    func computed() throws -> (elements: Int, problems: [String]) {
        let stem = Path.join(folder, String(number))
        let program = try QuantizedProgram(try Model(contentsOf: stem + ".onnx"))
        var inputs: [String: Tensor] = [:]
        for (index, port) in program.inputs.enumerated() {
            inputs[port.name] = try port.tensor(contentsOf: "\(stem).in\(index).bin")
        }
        let expected = try ByteView(contentsOf: stem + ".out.bin").elements(as: UInt8.self)
        let found = try program.run(inputs)
        var problems: [String] = []
        for port in program.outputs {
            guard let tensor = found[port.name] else { continue }
            let bytes = try tensor.bytes().elements(as: UInt8.self)
            if bytes != expected { problems.append(difference(bytes, expected)) }
        }
        return (program.outputs[0].shape.reduce(1, *), problems)
    }

    private func difference(_ found: [UInt8], _ expected: [UInt8]) -> String {
        guard found.count == expected.count else { return "\(found.count) bytes instead of \(expected.count)" }
        let places = found.indices.filter { found[$0] != expected[$0] }
        return "\(places.count) of \(found.count) bytes differ, the first at \(places[0])"
    }
}

extension QuantizedProgram.Port {
    /// Raw elements from a file.
    func tensor(contentsOf path: String) throws -> Tensor {
        Tensor(shape: shape, elementType: elementType, data: .raw(try ByteView(contentsOf: path)))
    }
}

/// The vendor's own runtime.
enum VendorRuntime {
    /// Random nodes that it computed. See `Tests/Oracles/quantized_nodes.py`.
    static func nodes(in folder: String, count: Int, seed: Int) async throws -> [NodeCase] {
        let output = try await run("Tests/Oracles/quantized_nodes.py", [folder, String(count), String(seed)])
        return output.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let number = Int(parts[0]) else { return nil }
            return NodeCase(number: number, operatorType: String(parts[1]), folder: folder)
        }
    }

    /// Every value of a model for each of some inputs. See `mapper/lib/quantized_values.py`.
    static func values(of model: String, in folder: String, inputs: [String]) async throws {
        _ = try await run("mapper/lib/quantized_values.py", [model, folder] + inputs)
    }

    private static func run(_ script: String, _ arguments: [String]) async throws -> String {
        let python = try #require(VendorToolchain.python)
        let path = Path.join(Package.folder, script)
        return try await Command.run(python, [path] + arguments).standardOutput(orThrow: script)
    }
}
