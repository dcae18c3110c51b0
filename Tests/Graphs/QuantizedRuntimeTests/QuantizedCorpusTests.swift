import Diagnostics
import Foundation
import GraphRuntime
import ONNX
import ONNXTestSupport
import Support
import TestSupport
import Testing

@testable import QuantizedRuntime

/// Files that are computed, and mutations of their messages: each ends in values or in an error.
///
/// A run with `REPVIT_RENEW=1` writes a valid model of each operator, and still fails. What the fuzzer finds is added by hand.
@Suite("Corpus of quantized models")
struct QuantizedCorpusTests {
    private static let corpus = Path.join(Package.folder, "Tests/Corpora/quantized")

    @Test("The corpus has a model of each operator")
    func complete() throws {
        let seeds =
            SmallModel.all.enumerated().map { ("\($0 < 10 ? "0" : "")\($0)-\($1.operatorType).onnx", $1.model) }
            + [("calibrated.onnx", CalibratedProgramTests.model())]
        for (name, model) in seeds {
            let path = Path.join(Self.corpus, name)
            if ProcessInfo.processInfo.environment["REPVIT_RENEW"] == "1" {
                try AtomicFile.write(model.serialized(), to: path)
                Issue.record("renewed \(name)")
            }
            #expect(try ByteView(contentsOf: path).elements(as: UInt8.self) == model.serialized())
        }
    }

    @Test("Every file ends in values or in an error", arguments: try Folder.names(in: corpus).sorted())
    func file(name: String) throws {
        exercise(try ByteView(contentsOf: Path.join(Self.corpus, name)).elements(as: UInt8.self), name)
    }

    @Test("Mutations of every file end in values or in an error", arguments: try Folder.names(in: corpus).sorted())
    func mutations(name: String) throws {
        var generator = SeededGenerator(seed: UInt64(name.utf8.count) * 977)
        let seed = try ByteView(contentsOf: Path.join(Self.corpus, name)).elements(as: UInt8.self)
        for round in 0..<200 {
            var mutator = try #require(WireMutator(seed))
            for _ in 0..<Int.random(in: 1...4, using: &generator) { mutator.mutate(using: &generator) }
            exercise(mutator.bytes, "\(name), round \(round)")
        }
    }

    private func exercise(_ bytes: [UInt8], _ label: String) {
        do {
            let model = try Model(ByteView(bytes))
            let limit = 1 << 20
            if CalibratedProgram.runs(model) {
                _ = try CalibratedProgram(model, threads: 1).run(CalibratedProgramTests.inputs)
            } else {
                let program = try QuantizedProgram(model, memoryLimit: 1 << 26)
                guard program.inputs.allSatisfy({ $0.shape.reduce(1, *) <= limit }) else { return }
                let inputs = program.inputs.map { ($0.name, $0.ramp) }
                _ = try program.run(Dictionary(inputs) { first, _ in first })
            }
        } catch is any UserError {
        } catch {
            Issue.record("\(label): \(error) is not a UserError")
        }
    }
}

extension QuantizedProgram.Port {
    /// Small numbers, one after the other.
    fileprivate var ramp: Tensor {
        let numbers = (0..<shape.reduce(1, *)).map { Int32($0 % 255) - 128 }
        return Tensor(
            shape: shape, elementType: elementType,
            data: elementType == .float ? .floats(numbers.map { Float($0) }) : .int32s(numbers))
    }
}
