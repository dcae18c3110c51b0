internal import CQuantizedKernels
internal import GraphRuntime

/// The sums of a convolution of integers, exact modulo 2^32, on the fastest way that is exact on this processor.
///
/// oneDNN's int8 convolutions are exact where the processor has VNNI and wrong elsewhere, and some of its
/// implementations are wrong everywhere. So each is only used if its name is known for exactness and what it computes
/// agrees with plain C. Otherwise float32 holds the integers, as long as no sum can leave the 2^24 that it counts to:
/// the input's channels are split where one could. And where that is not possible either, plain C does it all.
/// An int16 input is convolved as its high and its low bytes.
final class ExactConvolution: Sendable {
    /// One convolution by oneDNN, of some of the input's channels.
    private struct Part: Sendable {
        let primitive: Primitive
        let channels: Range<Int>
        let piece: qk_piece
        /// What its sums are shifted by to the left.
        let shift: Int32
    }

    private let form: ConvolutionForm
    private let type: qk_type
    private let weights: FixedBuffer
    /// Empty: plain C.
    private let parts: [Part]
    /// How it is computed, for people: oneDNN's implementations.
    let method: String
    let scratchBytes: Int

    /// - Parameters:
    ///   - type: of the input: `QK_INT8` or `QK_INT16`.
    ///   - weights: int8, `[out, height, width, in / groups]`.
    init(_ form: ConvolutionForm, type: qk_type, weights: FixedBuffer, workers: Int) {
        self.form = form
        self.type = type
        self.weights = weights
        var pieces: [(piece: qk_piece, type: qk_type, shift: Int32)] = [(QK_WHOLE, QK_INT8, 0)]
        if type == QK_INT16 { pieces = [(QK_HIGH_BYTE, QK_INT8, 8), (QK_LOW_BYTE, QK_UINT8, 0)] }
        var parts: [Part] = []
        for (piece, type, shift) in pieces {
            let found = Self.primitives(form, type: type, weights: weights, workers: workers)
            if found.isEmpty {
                parts = []
                break
            }
            parts += found.map { Part(primitive: $0.primitive, channels: $0.channels, piece: piece, shift: shift) }
        }
        self.parts = parts
        method = parts.isEmpty ? "plain C" : Set(parts.map(\.primitive.name)).sorted().joined(separator: ", ")
        scratchBytes = parts.map { Self.layout($0, form).total }.max() ?? 0
    }

    /// Where a part's copy of the input, its result and oneDNN's scratchpad lie.
    private static func layout(_ part: Part, _ form: ConvolutionForm) -> (result: Int, pad: Int, total: Int) {
        func aligned(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
        let width = part.primitive.type == QK_FLOAT ? 4 : 1
        let result = aligned(form.batch * form.input[0] * form.input[1] * part.channels.count * width)
        let pad = result + aligned(form.batch * form.outputPixels * form.outChannels * 4)
        return (result, pad, pad + aligned(part.primitive.scratchBytes))
    }

    /// oneDNN's convolutions that together are the form's; none if there are none that are exact.
    private static func primitives(
        _ form: ConvolutionForm, type: qk_type, weights: FixedBuffer, workers: Int
    ) -> [(primitive: Primitive, channels: Range<Int>)] {
        if let primitive = Primitive(form, type: type, weights: weights, workers: workers),
            primitive.isKnownForExactness, primitive.agreesWithPlainC(form, type: type, weights: weights)
        {
            return [(primitive, 0..<form.inChannels)]
        }
        guard let runs = FloatBound.runs(form, type: type, weights: weights) else { return [] }
        var result: [(Primitive, Range<Int>)] = []
        for channels in runs {
            var narrow = form
            narrow.inChannels = channels.count
            let part = channels.count == form.inChannels ? weights : FloatBound.slice(weights, form, channels)
            guard let primitive = Primitive(narrow, type: QK_FLOAT, weights: part, workers: workers),
                primitive.agreesWithPlainC(narrow, type: type, weights: part)
            else { return [] }
            result.append((primitive, channels))
        }
        return result
    }

    /// Computes the sums.
    ///
    /// - Parameters:
    ///   - sums: `[batch, height, width, channels]` of the result.
    ///   - scratch: ``scratchBytes``, aligned to 64.
    /// - Returns: whether oneDNN did what it was asked to.
    func run(
        from: UnsafeRawPointer, sums: UnsafeMutablePointer<Int32>, scratch: UnsafeMutableRawPointer, worker: Int
    ) -> Bool {
        guard let first = parts.first else {
            withUnsafePointer(to: form.c) { qk_convolve($0, type, from, weights.int8s, sums) }
            return true
        }
        if parts.count == 1, first.piece == QK_WHOLE, first.primitive.type == QK_INT8 {
            return first.primitive.run(from: from, to: sums, scratch: scratch, worker: worker)
        }
        let pixels = form.batch * form.input[0] * form.input[1]
        let count = form.batch * form.outputPixels * form.outChannels
        for (index, part) in parts.enumerated() {
            let place = Self.layout(part, form)
            qk_gather(
                type, part.piece, Int64(pixels), Int64(form.inChannels), Int64(part.channels.lowerBound),
                Int64(part.channels.count), from, part.primitive.type, scratch)
            let result = scratch + place.result
            guard part.primitive.run(from: scratch, to: result, scratch: scratch + place.pad, worker: worker) else {
                return false
            }
            qk_accumulate(
                part.primitive.type == QK_FLOAT ? QK_FLOAT : QK_INT32, result, part.shift, index > 0 ? 1 : 0,
                Int64(count), sums)
        }
        return true
    }
}
