internal import CQuantizedKernels

/// A convolution by oneDNN, with its weights packed.
///
/// Sendable because each worker has memory descriptions of its own, and oneDNN's primitives are not changed by running.
final class Primitive: @unchecked Sendable {
    /// Of the input: `QK_INT8`, `QK_UINT8` or `QK_FLOAT`. Sums are float for the last, int32 for the others.
    let type: qk_type
    private let pointer: OpaquePointer

    /// `nil` if oneDNN does not compute the form.
    init?(_ form: ConvolutionForm, type: qk_type, weights: FixedBuffer, workers: Int) {
        var problem: UnsafePointer<CChar>?
        let pointer = withUnsafePointer(to: form.c) {
            qk_primitive_create($0, type, weights.int8s, Int32(workers), &problem)
        }
        guard let pointer else { return nil }
        self.pointer = pointer
        self.type = type
    }

    deinit { qk_primitive_destroy(pointer) }

    /// oneDNN's name of the implementation: `brgconv_1x1:avx512_core_vnni`.
    var name: String { String(cString: qk_primitive_name(pointer)) }
    var scratchBytes: Int { Int(qk_primitive_scratch_bytes(pointer)) }

    /// Whether oneDNN computes integers with the processor's instructions for dot products (VNNI) in an implementation
    /// that was measured to be exact: the others saturate on their way, or are wrong for some shapes (`gemm_s8s8s32`).
    var isKnownForExactness: Bool {
        let parts = name.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return false }
        return ["brgconv", "brgconv_1x1", "jit_int8", "jit_int8_1x1", "jit_uni_int8"].contains(parts[0])
            && (parts[1].contains("vnni") || parts[1].contains("amx"))
    }

    func run(
        from: UnsafeRawPointer, to: UnsafeMutableRawPointer, scratch: UnsafeMutableRawPointer, worker: Int
    ) -> Bool {
        qk_primitive_run(pointer, Int32(worker), from, to, scratch) != 0
    }

    /// Whether it computes what plain C does: the form on one image of random bytes with many extremes among them, at
    /// its corners and some pixels between. What was wrong in oneDNN was so for whole tensors.
    ///
    /// - Parameter type: of the integers, `QK_INT8` or `QK_UINT8`, also where the primitive computes in float.
    func agreesWithPlainC(_ form: ConvolutionForm, type: qk_type, weights: FixedBuffer) -> Bool {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func random() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        let extremes: [UInt8] = type == QK_INT8 ? [0x80, 0x7F] : [0xFF, 0]
        let image = (0..<form.batch * form.input[0] * form.input[1] * form.inChannels).map { _ in
            let value = random()
            return value & 3 == 0 ? extremes[Int(value >> 2) & 1] : UInt8(truncatingIfNeeded: value >> 8)
        }
        let bytes = FixedBuffer(image)
        let isFloat = self.type == QK_FLOAT
        let source =
            !isFloat
            ? bytes
            : FixedBuffer(image.map { type == QK_INT8 ? Float(Int8(bitPattern: $0)) : Float($0) })
        let count = form.batch * form.outputPixels * form.outChannels
        let result = FixedBuffer([Int32](repeating: 0, count: count))
        let scratch = FixedBuffer([UInt8](repeating: 0, count: scratchBytes))
        guard run(from: source.pointer, to: result.pointer, scratch: scratch.pointer, worker: 0) else { return false }

        let last = form.outputPixels - 1
        var expected = [Int32](repeating: 0, count: form.outChannels)
        for pixel in [0, last, Int(random()) % (last + 1), Int(random()) % (last + 1)] {
            let (y, x) = (pixel / form.output[1], pixel % form.output[1])
            withUnsafePointer(to: form.c) {
                qk_convolve_pixel($0, type, bytes.pointer, weights.int8s, 0, Int64(y), Int64(x), &expected)
            }
            let start = pixel * form.outChannels
            for out in 0..<form.outChannels {
                let found = isFloat ? Int32(result.floats[start + out]) : result.int32s[start + out]
                if found != expected[out] { return false }
            }
        }
        return true
    }
}
