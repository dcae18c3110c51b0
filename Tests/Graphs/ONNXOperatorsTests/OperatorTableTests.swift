import Foundation
@testable import ONNX
@testable import ONNXOperators
import Support
import Testing
import TestSupport

@Suite("Operator table")
struct OperatorTableTests {
    @Test("It knows when operators came, changed, and went")
    func versions() {
        let table = OperatorTable.standard
        #expect(table.entry("Gelu", opset: 19) == .future(since: 20))
        #expect(table.entry("Upsample", opset: 11) == .removed(since: 10))
        #expect(table.entry("Rellu", opset: 11) == nil)
        guard case .signature(let old) = table.entry("Squeeze", opset: 11),
            case .signature(let new) = table.entry("Squeeze", opset: 13),
            case .signature(let same) = table.entry("Squeeze", opset: 20),
            case .signature(let concat) = table.entry("Concat", opset: 11)
        else {
            Issue.record("Squeeze or Concat is missing")
            return
        }
        #expect(old.inputCount == 1...1 && old.attributes["axes"]?.kind == .integers && old.since == 11)
        #expect(new.inputCount == 1...2 && new.attributes.isEmpty && new.since == 13 && same == new)
        #expect(concat.inputCount == 1...Int.max && concat.attributes["axis"]?.isRequired == true)
    }

    @Test("It knows what the counts and names of operands do not say")
    func details() {
        let table = OperatorTable.standard
        guard case .signature(let normalization) = table.entry("BatchNormalization", opset: 11),
            case .signature(let layer) = table.entry("LayerNormalization", opset: 17),
            case .signature(let loop) = table.entry("Loop", opset: 16)
        else {
            Issue.record("an operator is missing")
            return
        }
        #expect(normalization.outputCounts == [1, 5])
        #expect(layer.allowsOtherAttributes && !normalization.allowsOtherAttributes)
        #expect(loop.inputs.map(\.option) == [.optional, .optional, .variadic(minimum: 0)])
        #expect(!loop.inputs[2].isHomogeneous)
        #expect(loop.inputs[2].types.contains(.optionalSequence(.float)))
    }

    @Test("Nodes of other domains have no entry, and later opsets have the operators of the newest one")
    func limits() {
        let entries = OperatorEntries()
        for domain in ["ai.onnx", "ai.onnx.ml", "ai.onnx.preview.training", "com.example"] {
            #expect(entries.entry(Node("Relu", domain: domain, inputs: ["x"], outputs: ["y"]), opset: 13) == nil)
        }
        #expect(entries.entry("SwiGLU", opset: 28) == nil)
        #expect(entries.entry("Cast", opset: 28) == entries.entry("Cast", opset: OperatorTable.newestOpset))
    }

    /// What goes into Where and what is known to come out, why that does not do, and what follows for the output.
    static let operands: [([ValueType?], ValueType?, String?, ValueType?)] = {
        func tensor(_ type: ElementType) -> ValueType { .tensor(type, shape: [2]) }
        return [
            ([tensor(.bool), tensor(.float), tensor(.float)], nil, nil, .tensor(.float, shape: nil)),
            ([tensor(.bool), nil, tensor(.int8)], nil, nil, .tensor(.int8, shape: nil)),
            ([nil, nil, nil], nil, nil, nil),
            ([tensor(.float), tensor(.float), tensor(.float)], nil, "input 'condition' is tensor(float)", nil),
            ([tensor(.bool), tensor(.float), tensor(.double)], nil, "input 'Y' is tensor(double), but another", nil),
            ([tensor(.bool), .sequence(tensor(.float)), nil], nil, "input 'X' is seq(tensor(float))", nil),
            ([tensor(.bool), tensor(.undefined), nil], nil, "input 'X' has an undefined element type", nil),
            ([tensor(.bool), tensor(.float), nil], tensor(.int8), "output 'output' is tensor(int8)", tensor(.int8)),
        ]
    }()

    @Test("Operands of the same variable have the same type, and give it to what is open", arguments: operands)
    func types(inputs: [ValueType?], output: ValueType?, problem: String?, result: ValueType?) throws {
        guard case .signature(let schema) = OperatorTable.standard.entry("Where", opset: 16) else { return }
        var outputs = [output]
        let found = schema.typeProblem(inputs: inputs, outputs: &outputs)
        #expect(found == nil ? problem == nil : problem.map { found?.hasPrefix($0) == true } == true)
        #expect(outputs == [result])
    }

    @Test("Every operator of every opset can be looked up")
    func everyLine() throws {
        let names = OperatorTable.standard.names
        #expect(names.count == 198)
        for name in names {
            for opset in [1, 6, 11, 13, 18, 22, OperatorTable.newestOpset] {
                let entry = try #require(OperatorTable.standard.entry(name, opset: opset))
                guard case .signature(let schema) = entry else { continue }
                #expect(schema.since <= opset && !schema.outputs.isEmpty)
                #expect((schema.inputs + schema.outputs).allSatisfy { $0.types.count > 0 })
            }
        }
    }

    @Test("It is what the onnx package says", .enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
    func isCurrent() async throws {
        let folder = TemporaryFolder()
        let script = Package.folder + "/Tools/generate-operator-table.py"
        _ = try await Command.run(Oracle.python ?? "", [script, folder.path]).standardOutput(orThrow: script)
        for part in ["AtoC", "DtoK", "LtoQ", "RtoR", "StoZ", "Types"] {
            let name = "OperatorTable+\(part).swift"
            let committed = try String(
                contentsOfFile: Package.folder + "/Sources/Graphs/ONNXOperators/Operators/" + name, encoding: .utf8)
            #expect(
                try String(contentsOfFile: folder(name), encoding: .utf8) == committed,
                "renew it with Tools/generate-operator-table.py (onnx 1.23)")
        }
    }
}
