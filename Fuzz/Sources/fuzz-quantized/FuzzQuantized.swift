internal import CFuzzer
internal import Diagnostics
internal import Glibc
internal import ONNX
internal import QuantizedRuntime
internal import Support

/// Runs libFuzzer on everything that computes a quantized or calibrated model.
@main
struct FuzzQuantized {
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

/// libFuzzer's hook for custom mutations: of a message's fields, or of bytes where the input is no message.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateInput(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ capacity: Int, _ seed: UInt32) -> Int {
    var generator = SplitMix64(seed: UInt64(seed))
    guard Bool.random(using: &generator),
        var mutator = WireMutator(Array(UnsafeBufferPointer(start: data, count: size)))
    else { return LLVMFuzzerMutate(data, size, capacity) }
    for _ in 0..<Int.random(in: 1...3, using: &generator) { mutator.mutate(using: &generator) }
    let mutated = mutator.bytes
    guard mutated.count <= capacity else { return LLVMFuzzerMutate(data, size, capacity) }
    for (index, byte) in mutated.enumerated() { data[index] = byte }
    return mutated.count
}

/// Prepares an input as a model and runs it on small numbers. Any result or error is fine; crashes and hangs are not.
private func exerciseModel(_ bytes: [UInt8]) {
    guard let model = try? Model(ByteView(bytes)) else { return }
    // Larger ones only cost time.
    let limit = 1 << 20
    for input in model.graph.realInputs {
        guard let shape = input.type?.shape?.map({ $0.size ?? 1 }), shape.allSatisfy({ (0...limit).contains($0) }),
            shape.reduce(1.0, { $0 * Double($1) }) <= Double(limit)
        else { return }
    }
    if CalibratedProgram.runs(model) {
        let inputs = model.graph.realInputs.compactMap { info -> (String, Tensor)? in
            guard let shape = info.type?.shape?.map({ $0.size ?? 1 }) else { return nil }
            return (info.name, Tensor(shape: shape, floats: (0..<shape.reduce(1, *)).map { Float($0 % 255) - 128 }))
        }
        let known = Dictionary(inputs) { first, _ in first }
        _ = try? CalibratedProgram(model, threads: 1).run(known)
        return
    }
    guard let program = try? QuantizedProgram(model, memoryLimit: 1 << 26) else { return }
    var inputs: [String: Tensor] = [:]
    for port in program.inputs {
        let count = port.shape.reduce(1, *)
        inputs[port.name] = Tensor(
            shape: port.shape, elementType: port.elementType,
            data: port.elementType == .float
                ? .floats((0..<count).map { Float($0 % 255) - 128 })
                : .int32s((0..<count).map { Int32($0 % 255) - 128 }))
    }
    _ = try? program.run(inputs)
}
