internal import CFloatKernels

/// What is computed together with a convolution, in the same pass over memory.
struct Fusion: Sendable {
    var activation: fk_activation = FK_ACTIVATION_NONE
    var alpha: Float = 0
    var beta: Float = 0
    /// What the activation's result is multiplied by.
    var factor: Float = 1
    /// Whether and when the convolution's fourth input is added.
    var addition: fk_addition = FK_ADD_NOTHING
}

/// The convolutions that one node has been prepared for, by the shapes that it met. For one run at a time.
final class Preparations: @unchecked Sendable {
    /// What a preparation depends on.
    struct Key: Hashable {
        var input: [Int]
        var weights: [Int]
        /// What is computed together with it.
        var fusion: [UInt32]
    }

    private var all: [Key: PreparedConvolution] = [:]

    /// - Parameter make: prepares it, if it is not there yet.
    func convolution(
        _ key: Key, _ make: () throws -> PreparedConvolution
    ) throws -> PreparedConvolution {
        if let known = all[key] { return known }
        // Inputs of ever new shapes must not fill memory.
        if all.count >= 8 { all = [:] }
        let new = try make()
        all[key] = new
        return new
    }
}

/// A convolution made ready by oneDNN, with its weights in the order that it likes best.
final class PreparedConvolution: @unchecked Sendable {
    private let pointer: OpaquePointer
    private var packed: Buffer?
    /// The weights that `packed` is made of; kept, so that no others take their place in memory.
    private var weights: Buffer?

    /// - Throws: ``PreparationFailure`` with the reason, if oneDNN cannot do it.
    init(_ form: fk_convolution_form) throws {
        var form = form
        var reason: UnsafePointer<CChar>?
        guard let pointer = fk_convolution_create(&form, &reason) else {
            throw PreparationFailure(reason: reason.map { String(cString: $0) } ?? "oneDNN failed")
        }
        self.pointer = pointer
    }

    deinit { fk_convolution_destroy(pointer) }

    /// Whether oneDNN did it.
    func run(
        from: Value, weights: Value, bias: Value?, added: Value?, to: Value, memory: MemoryPool
    ) throws -> Bool {
        let bytes: Buffer
        if let packed, self.weights === weights.buffer {
            bytes = packed
        } else {
            bytes = try memory.allocate(fk_convolution_packed_bytes(pointer))
            guard fk_convolution_pack(pointer, weights.floats, bytes.pointer) != 0 else { return false }
            packed = bytes
            self.weights = weights.buffer
        }
        let scratch = try memory.allocate(fk_convolution_scratch_bytes(pointer))
        return fk_convolution_run(
            pointer, from.floats, bytes.pointer, bias?.floats, added?.floats, to.floats, scratch.pointer) != 0
    }
}

/// Why oneDNN does not take a convolution.
struct PreparationFailure: Error {
    let reason: String
}
