internal import CFuzzer
internal import Diagnostics
internal import Support
internal import Glibc
internal import ModelAnalysis
internal import ModelChecks
internal import ONNX
internal import ONNXOperators
internal import InputContract

/// Runs libFuzzer on everything that reads a model.
@main
struct FuzzONNX {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(
            LLVMFuzzerRunDriver(&count, &arguments) { start, count in
                exerciseModel(Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)))
                return 0
            })
    }
}

/// libFuzzer's hook for custom mutations: half of them change protobuf fields, if the input is a protobuf message; the rest
/// change bytes.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateInput(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ capacity: Int, _ seed: UInt32) -> Int {
    var generator = SplitMix64(seed: UInt64(seed))
    let bytes = UnsafeBufferPointer(start: data, count: size)
    guard Bool.random(using: &generator), var mutator = WireMutator(Array(bytes)) else {
        return LLVMFuzzerMutate(data, size, capacity)
    }
    for _ in 0..<Int.random(in: 1...3, using: &generator) { mutator.mutate(using: &generator) }
    let mutated = mutator.bytes
    guard mutated.count <= capacity else { return LLVMFuzzerMutate(data, size, capacity) }
    for (index, byte) in mutated.enumerated() { data[index] = byte }
    return mutated.count
}

/// Reads an input as a model and passes it to everything that looks at models. Any result or error is fine; crashes and
/// hangs are not.
private func exerciseModel(_ bytes: [UInt8]) {
    guard let model = try? Model(ByteView(bytes)) else { return }
    let shapes = ShapeInference(model)
    _ = ModelStatistics(model, shapes: shapes)
    _ = LayerTree(LayerList(model, shapes: shapes))
    _ = DOTWriter.write(GraphDrawing(model, shapes: shapes, depth: 2), title: "fuzz")
    for march in [March.bayesE, .none] {
        for finding in GraphChecker(march: march).check(model) { _ = finding.message.utf8.count }
    }
    _ = ModelComparison(model, model)
    _ = try? model.inliningFunctions(limit: 10_000)
    for tensor in model.graph.initializers {
        _ = try? model.floats(of: tensor)
        _ = try? model.integers(of: tensor)
    }
    let written = model.serialized()
    guard let again = try? Model(ByteView(written)) else {
        preconditionFailure("a model that was read and written cannot be read")
    }
    // Compares bytes rather than values, because NaN does not equal itself.
    precondition(again.serialized() == written, "a model changes when it is read and written")
}
