internal import CQuantizedKernels
internal import ONNX

/// How a window moves over images of `[batch, height, width, channels]`.
struct ConvolutionForm: Hashable, Sendable {
    var batch: Int
    var inChannels: Int
    var outChannels: Int
    var groups = 1
    var input: [Int]
    var kernel: [Int]
    var strides = [1, 1]
    var dilations = [1, 1]
    var padsBegin = [0, 0]
    var padsEnd = [0, 0]
    var output: [Int]

    /// Longer windows, strides and pads are not found in networks, and would let products overflow.
    static let sizes = 1...(1 << 16)

    var outputPixels: Int { output[0] * output[1] }
    var taps: Int { kernel[0] * kernel[1] }
    var channelsPerGroup: Int { inChannels / groups }

    /// Whether each output pixel depends on the pixel at the same place alone.
    var isPointwise: Bool {
        taps == 1 && strides == [1, 1] && padsBegin == [0, 0] && padsEnd == [0, 0]
    }

    var c: qk_form {
        qk_form(
            batch: Int64(batch), in_channels: Int64(inChannels), out_channels: Int64(outChannels),
            groups: Int64(groups), input: Self.pair(input), output: Self.pair(output), kernel: Self.pair(kernel),
            strides: Self.pair(strides), dilations: Self.pair(dilations), pads_begin: Self.pair(padsBegin),
            pads_end: Self.pair(padsEnd))
    }

    private static func pair(_ values: [Int]) -> (Int64, Int64) { (Int64(values[0]), Int64(values[1])) }

    /// The pieces that the form is computed in, one after the other, so that a piece's sums are still in the cache when
    /// its tail reads them: equal runs of pixels of a pointwise convolution, images of others.
    func pieces(sumBytes limit: Int) -> (form: ConvolutionForm, count: Int) {
        var piece = self
        piece.batch = 1
        guard isPointwise else { return (piece, batch) }
        let pixels = batch * outputPixels
        let largest = max(32, limit / (4 * outChannels))
        let run = (1...min(pixels, largest)).last { pixels % $0 == 0 } ?? pixels
        // Pixels that only fall into tiny runs.
        let length = run >= 32 || run == pixels ? run : pixels
        piece.input = [1, length]
        piece.output = [1, length]
        return (piece, pixels / length)
    }
}

extension NodeContext {
    /// The window that a node's attributes describe.
    ///
    /// - Parameter input: `[batch, height, width, channels]`.
    /// - Throws: ``RuntimeError/node(node:problem:)`` if it does not fit into the input.
    func window(
        input: [Int], outChannels: Int, groups: Int = 1, kernel: [Int], roundsUp: Bool = false
    ) throws -> ConvolutionForm {
        let sizes = ConvolutionForm.sizes
        guard kernel.allSatisfy(sizes.contains) else { throw failure("a kernel of \(kernel) is out of range") }
        let padding = try node.text("auto_pad", default: "NOTSET")
        guard padding == "NOTSET" else { throw unsupported("attribute 'auto_pad' is '\(padding)'") }
        let pads = try integers("pads", count: 4, default: 0, in: 0...sizes.upperBound)
        var form = ConvolutionForm(
            batch: input[0], inChannels: input[3], outChannels: outChannels, groups: groups,
            input: [input[1], input[2]], kernel: kernel,
            strides: try integers("strides", count: 2, default: 1, in: sizes),
            dilations: try integers("dilations", count: 2, default: 1, in: sizes), padsBegin: Array(pads[..<2]),
            padsEnd: Array(pads[2...]), output: [0, 0])
        for axis in 0..<2 {
            let reach = form.dilations[axis] * (kernel[axis] - 1) + 1
            let room = form.input[axis] + form.padsBegin[axis] + form.padsEnd[axis] - reach
            guard room >= 0 else { throw failure("a window of \(reach) does not fit into \(form.input[axis])") }
            form.output[axis] = (room + (roundsUp ? form.strides[axis] - 1 : 0)) / form.strides[axis] + 1
        }
        return form
    }
}
