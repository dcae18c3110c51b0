import Diagnostics
import GraphRuntime
import ONNX
import Testing

@testable import QuantizedRuntime

/// Models that make no sense end in an error that names the node, never in a trap.
@Suite("Hostile quantized models")
struct HostileModelTests {
    @Test("There is a valid model of each operator", arguments: SmallModel.all.indices)
    func validModels(index: Int) throws {
        let small = SmallModel.all[index]
        let program = try QuantizedProgram(small.model)
        #expect(try program.run(small.values()).count == 1)
    }

    @Test("The valid models are of all operators")
    func allOperators() {
        #expect(Set(SmallModel.all.map(\.operatorType)) == Set(OperatorTable.horizon.keys))
    }

    @Test("Every operator bears any attributes, shapes and tables", arguments: SmallModel.all.indices)
    func mutations(index: Int) {
        var generator = Generator(state: UInt64(index) + 1)
        var refused = 0
        for _ in 0..<400 {
            var small = SmallModel.all[index]
            for _ in 0...generator.upTo(3) { mutate(&small, &generator) }
            do {
                _ = try QuantizedProgram(small.model, memoryLimit: 1 << 28).run(small.values())
            } catch let error as any UserError {
                refused += 1
                #expect(error.message.contains("the node") || error.message.contains("'"), "\(error)")
            } catch {
                Issue.record("\(error) is not a UserError")
            }
        }
        #expect(refused > 0)
    }

    @Test("A shift or factor at the ends of its range is refused", arguments: [Int64.min, -1 << 31, 1 << 31, .max])
    func extremes(number: Int64) {
        for small in SmallModel.all {
            for (name, value) in small.attributes {
                guard case .integers(let list) = value, name.hasSuffix("shift") || name.hasSuffix("scale") else {
                    continue
                }
                var changed = small
                changed.attributes[name] = .integers([Int64](repeating: number, count: list.count))
                #expect {
                    _ = try QuantizedProgram(changed.model)
                } throws: { error in
                    "\(error)".contains("the node (\(small.operatorType))")
                }
            }
        }
    }

    @Test("An unknown operator is refused by its name")
    func unknownOperator() {
        let small = SmallModel("HzQuantizedTelepathy", inputs: [(.int8, [1, 2, 2, 4])])
        #expect {
            try QuantizedProgram(small.model)
        } throws: { error in
            guard case .unsupported(let node, let operatorType, _, _)? = error as? RuntimeError else { return false }
            return node == "the node (HzQuantizedTelepathy)" && operatorType == "HzQuantizedTelepathy"
        }
    }

    @Test("A table that is not a table of 256 entries is refused, also where it is computed with a convolution")
    func shortTable() throws {
        let convolution = SmallModel.all[0].model
        var graph = convolution.graph
        graph.initializers.append(
            Tensor(name: "table", shape: [255], elementType: .int8, data: .int32s([Int32](repeating: 1, count: 255))))
        graph.nodes.append(Node("HzLut", name: "gelu", domain: "horizon", inputs: ["y", "table"], outputs: ["z"]))
        graph.outputs = [ValueInfo("z", nil)]
        #expect {
            try QuantizedProgram(Model(graph: graph, opset: 11, irVersion: 6))
        } throws: { "\($0)".contains("gelu (HzLut): a table of 255 entries, not 256") }
    }

    @Test("Inputs that are missing, unknown or of another shape are refused")
    func inputs() throws {
        let small = SmallModel.all[0]
        let program = try QuantizedProgram(small.model)
        #expect(throws: RuntimeError.input(name: "x0", problem: "it is missing")) { try program.run([:]) }
        var more = small.values()
        more["stranger"] = more["x0"]
        #expect(throws: RuntimeError.input(name: "stranger", problem: "the graph has no such input")) {
            try program.run(more)
        }
        #expect(throws: RuntimeError.self) { try program.run(["x0": Tensor(shape: [1], floats: [1])]) }
    }

    // MARK: Mutations

    private func mutate(_ small: inout SmallModel, _ generator: inout Generator) {
        let names = small.attributes.keys.sorted()
        switch generator.upTo(7) {
        case 0 where !names.isEmpty:
            small.attributes[names[generator.upTo(names.count)]] = nil
        case 1, 2, 3:
            guard !names.isEmpty else { return }
            small.attributes[names[generator.upTo(names.count)]] = generator.attribute()
        case 4 where !small.constants.isEmpty:
            let index = generator.upTo(small.constants.count)
            small.constants[index] = generator.tensor(like: small.constants[index])
        case 5:
            let index = generator.upTo(small.inputs.count)
            small.inputs[index].type = [.int8, .int16, .int32, .float, .uint8, .int64][generator.upTo(6)]
        default:
            let index = generator.upTo(small.inputs.count)
            let axes = small.inputs[index].shape.count
            if generator.upTo(4) == 0 || axes == 0 {
                small.inputs[index].shape = (0..<generator.upTo(6)).map { _ in generator.size() }
            } else {
                small.inputs[index].shape[generator.upTo(axes)] = generator.size()
            }
        }
    }

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }

        mutating func upTo(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

        mutating func size() -> Int { [0, 1, 2, 3, 4, 5, 6, 13][upTo(8)] }

        mutating func integer() -> Int64 {
            [0, 1, 2, 3, 7, 8, 16, 31, 32, 64, -1, -2, 255, 40_000, .max, .min][upTo(16)]
        }

        mutating func attribute() -> AttributeValue {
            switch upTo(6) {
            case 0: return .integer(integer())
            case 1: return .float(.nan)
            case 2: return .text(["FLOOR", "given_step", "relu", "DCR", ""][upTo(5)])
            default:
                let count = [0, 1, 2, 4, 6, 8][upTo(6)]
                return .integers((0..<count).map { _ in upTo(3) == 0 ? integer() : Int64(upTo(4)) })
            }
        }

        mutating func tensor(like tensor: Tensor) -> Tensor {
            var changed = tensor
            switch upTo(4) {
            case 0: changed.elementType = [.int8, .int16, .int32, .float, .uint8][upTo(5)]
            case 1: changed.shape = (0..<upTo(5)).map { _ in size() }
            case 2: if !changed.shape.isEmpty { changed.shape[upTo(changed.shape.count)] = size() }
            default:
                let count = changed.shape.reduce(1, *)
                changed.data = .int32s((0..<count).map { _ in Int32(truncatingIfNeeded: integer()) })
            }
            if upTo(2) == 0, changed.shape != tensor.shape {
                changed.data = .int32s([Int32](repeating: 5, count: changed.shape.reduce(1, *)))
            }
            return changed
        }
    }
}
