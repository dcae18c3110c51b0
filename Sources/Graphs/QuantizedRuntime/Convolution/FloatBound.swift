internal import CQuantizedKernels

/// Up to where float32 computes a convolution of integers exactly: every partial sum, in whatever order, has to stay
/// within 2^24 in magnitude.
enum FloatBound {
    private static let largestSum = 1 << 24

    /// Runs of the input's channels whose convolutions are exact each on its own; `nil` if some channel's alone is not.
    ///
    /// - Parameter type: of the input: `QK_INT8` or `QK_UINT8`.
    static func runs(_ form: ConvolutionForm, type: qk_type, weights: FixedBuffer) -> [Range<Int>]? {
        let largestInput = type == QK_INT8 ? 128 : 255
        let limit = largestSum / largestInput
        var runs: [Range<Int>] = []
        var start = 0
        var sums = [Int](repeating: 0, count: form.outChannels)
        for channel in 0..<form.channelsPerGroup {
            let magnitudes = self.magnitudes(form, weights, channel)
            guard magnitudes.allSatisfy({ $0 <= limit }) else { return nil }
            if zip(sums, magnitudes).contains(where: { $0 + $1 > limit }) {
                runs.append(start..<channel)
                start = channel
                sums = magnitudes
            } else {
                for out in sums.indices { sums[out] += magnitudes[out] }
            }
        }
        if runs.isEmpty { return [0..<form.inChannels] }
        // The channels of a group are not contiguous in the image.
        guard form.groups == 1 else { return nil }
        return runs + [start..<form.inChannels]
    }

    /// For each output channel, the sum of the magnitudes of one input channel's weights.
    private static func magnitudes(_ form: ConvolutionForm, _ weights: FixedBuffer, _ channel: Int) -> [Int] {
        (0..<form.outChannels).map { out in
            (0..<form.taps).reduce(0) { sum, tap in
                sum + abs(Int(weights.int8s[(out * form.taps + tap) * form.channelsPerGroup + channel]))
            }
        }
    }

    /// The weights of some input channels.
    static func slice(_ weights: FixedBuffer, _ form: ConvolutionForm, _ channels: Range<Int>) -> FixedBuffer {
        var slice: [Int8] = []
        slice.reserveCapacity(form.outChannels * form.taps * channels.count)
        for row in 0..<form.outChannels * form.taps {
            for channel in channels { slice.append(weights.int8s[row * form.inChannels + channel]) }
        }
        return FixedBuffer(slice)
    }
}
