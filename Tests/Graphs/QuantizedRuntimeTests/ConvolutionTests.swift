import CQuantizedKernels
import Testing

@testable import QuantizedRuntime

/// Sums of convolutions are those of plain C, however they are computed.
@Suite("Exact convolutions")
struct ConvolutionTests {
    struct Layer: Sendable, CustomTestStringConvertible {
        var form: ConvolutionForm
        var isWide = false
        /// Of all weights, or random ones.
        var weight: Int8?

        var testDescription: String { "\(form.kernel) \(form.inChannels) -> \(form.outChannels) in \(form.groups)" }
    }

    private static func layer(
        _ kernel: [Int], _ input: Int, _ output: Int, groups: Int = 1, size: Int = 9, strides: [Int] = [1, 1],
        pad: Int = 0, isWide: Bool = false, weight: Int8? = nil
    ) -> Layer {
        let sizes = (0..<2).map { (size + 2 * pad - kernel[$0]) / strides[$0] + 1 }
        let form = ConvolutionForm(
            batch: 1, inChannels: input, outChannels: output, groups: groups, input: [size, size], kernel: kernel,
            strides: strides, padsBegin: [pad, pad], padsEnd: [pad, pad], output: sizes)
        return Layer(form: form, isWide: isWide, weight: weight)
    }

    private static let layers = [
        layer([1, 1], 24, 48), layer([3, 3], 3, 24, size: 16, strides: [2, 2], pad: 1),
        layer([3, 3], 40, 40, groups: 40, pad: 1), layer([2, 4], 40, 40, groups: 40), layer([3, 3], 6, 9, groups: 3),
        layer([1, 1], 24, 48, isWide: true), layer([3, 3], 16, 16, groups: 16, pad: 1, isWide: true),
        // Sums that leave 2^24, so that float32 needs the channels split.
        layer([3, 3], 256, 8, size: 5, pad: 1, weight: -128),
        layer([3, 3], 256, 8, size: 5, isWide: true, weight: 127),
        // One channel's alone leave it.
        layer([40, 40], 2, 2, size: 41, weight: 127),
    ]

    @Test("Sums equal plain C's", arguments: layers)
    func sums(layer: Layer) {
        let form = layer.form
        let weightCount = form.outChannels * form.taps * form.channelsPerGroup
        let weights = FixedBuffer((0..<weightCount).map { _ in layer.weight ?? Int8.random(in: .min ... .max) })
        let count = form.input[0] * form.input[1] * form.inChannels
        let image =
            layer.isWide
            ? FixedBuffer((0..<count).map { [Int16.min, .max, Int16.random(in: .min ... .max)][$0 % 3] })
            : FixedBuffer((0..<count).map { _ in Int8.random(in: .min ... .max) })
        let type = layer.isWide ? QK_INT16 : QK_INT8
        let results = form.outputPixels * form.outChannels
        let expected = FixedBuffer([Int32](repeating: 0, count: results))
        withUnsafePointer(to: form.c) { qk_convolve($0, type, image.pointer, weights.int8s, expected.int32s) }

        qk_use_one_thread()
        let convolution = ExactConvolution(form, type: type, weights: weights, workers: 1)
        let found = FixedBuffer([Int32](repeating: 0, count: results))
        let scratch = FixedBuffer([UInt8](repeating: 0, count: convolution.scratchBytes))
        #expect(convolution.run(from: image.pointer, sums: found.int32s, scratch: scratch.pointer, worker: 0))
        let unequal = (0..<results).count { found.int32s[$0] != expected.int32s[$0] }
        #expect(unequal == 0, "\(convolution.method)")
    }

    @Test("Float32 is asked for no more than it holds")
    func floatBound() {
        let small = Self.layer([1, 1], 1024, 4, size: 1).form
        let large = Self.layer([1, 1], 2048, 4, size: 1).form
        let ones = FixedBuffer([Int8](repeating: -128, count: 8192))
        // 1024 * 128 * 128 is 2^24.
        #expect(FloatBound.runs(small, type: QK_INT8, weights: ones) == [0..<1024])
        #expect(FloatBound.runs(large, type: QK_INT8, weights: ones) == [0..<1024, 1024..<2048])
        let grouped = Self.layer([33, 33], 2, 2, groups: 2, size: 33).form
        #expect(FloatBound.runs(grouped, type: QK_INT8, weights: ones) == nil)
    }

    @Test(
        "Pieces of a pointwise convolution cover it", arguments: [(56, 96), (7, 384), (17, 1000), (1, 1000), (224, 3)])
    func pieces(size: Int, channels: Int) {
        let form = Self.layer([1, 1], 8, channels, size: size).form
        let (piece, count) = form.pieces(sumBytes: 1 << 18)
        #expect(piece.outputPixels * count == size * size)
    }
}

/// The places of values in a worker's memory.
@Suite("Arena")
struct ArenaPlanTests {
    @Test("Values that are alive together never overlap, and the memory of others is used again")
    func places() {
        var generator = SystemRandomNumberGenerator()
        var plan = ArenaPlan()
        var alive: [Range<Int>] = []
        var total = 0
        for _ in 0..<2000 {
            if alive.count < 6 || Bool.random(using: &generator), alive.count < 12 {
                let bytes = Int.random(in: 1...10_000, using: &generator)
                let place = plan.take(bytes)
                total += bytes
                #expect(place.count >= bytes && place.lowerBound % ArenaPlan.alignment == 0)
                #expect(alive.allSatisfy { !$0.overlaps(place) } && place.upperBound <= plan.byteCount)
                alive.append(place)
            } else {
                plan.give(alive.remove(at: Int.random(in: alive.indices, using: &generator)))
            }
        }
        #expect(plan.byteCount < total / 20)
        for place in alive { plan.give(place) }
        #expect(plan.take(plan.byteCount) == 0..<plan.byteCount)
    }
}
