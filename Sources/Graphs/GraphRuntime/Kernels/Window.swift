internal import CFloatKernels

/// How a window moves over an image's spatial axes: what convolutions and pools have in common.
struct Window {
    var input: [Int]
    var kernel: [Int]
    var strides: [Int]
    var dilations: [Int]
    var padsBegin: [Int]
    var padsEnd: [Int]
    var output: [Int]

    /// - Parameters:
    ///   - input: sizes of the spatial axes.
    ///   - roundsUp: whether a last window that lies partly outside counts (`ceil_mode`).
    /// - Throws: ``RuntimeError/node(node:problem:)`` for attributes that do not fit, and a window larger than the input.
    init(_ context: KernelContext, input: [Int], kernel: [Int], roundsUp: Bool = false) throws {
        let ones = [Int](repeating: 1, count: input.count)
        try context.check(
            kernel.count == input.count && kernel.allSatisfy { $0 >= 1 && $0 <= 1 << 24 },
            "a kernel of \(kernel) for \(input.count) axes")
        self.input = input
        self.kernel = kernel
        strides = try context.sizes("strides", default: ones)
        dilations = try context.sizes("dilations", default: ones)
        let pads = try context.sizes("pads", default: ones.map { _ in 0 } + ones.map { _ in 0 }, in: 0...(1 << 24))
        padsBegin = Array(pads[..<input.count])
        padsEnd = Array(pads[input.count...])
        output = []
        let mode = try context.text("auto_pad", default: "NOTSET")
        try context.check(
            ["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"].contains(mode), "attribute 'auto_pad' is '\(mode)'")
        for axis in input.indices {
            let reach = dilations[axis] * (kernel[axis] - 1) + 1
            if mode.hasPrefix("SAME") {
                let count = (input[axis] + strides[axis] - 1) / strides[axis]
                let total = max(0, (count - 1) * strides[axis] + reach - input[axis])
                padsBegin[axis] = mode == "SAME_UPPER" ? total / 2 : total - total / 2
                padsEnd[axis] = total - padsBegin[axis]
                output.append(count)
                continue
            }
            if mode == "VALID" {
                padsBegin[axis] = 0
                padsEnd[axis] = 0
            }
            let room = input[axis] + padsBegin[axis] + padsEnd[axis] - reach
            try context.check(room >= 0, "a window of \(reach) does not fit into \(input[axis]) with its pads")
            var count = room / strides[axis] + 1
            if roundsUp, room % strides[axis] != 0, count * strides[axis] < input[axis] + padsBegin[axis] { count += 1 }
            output.append(count)
        }
    }

    /// For a transposed convolution: the window of the convolution that it is the transpose of, so that ``input`` is the
    /// larger image, the result.
    ///
    /// - Parameter smaller: spatial sizes of the operator's input.
    init(transposed context: KernelContext, smaller: [Int], kernel: [Int]) throws {
        let ones = [Int](repeating: 1, count: smaller.count)
        let zeros = ones.map { _ in 0 }
        try context.check(
            kernel.count == smaller.count && kernel.allSatisfy { $0 >= 1 && $0 <= 1 << 24 }
                && smaller.allSatisfy { $0 >= 1 && $0 <= 1 << 32 },
            "a kernel of \(kernel) for \(smaller)")
        self.kernel = kernel
        output = smaller
        strides = try context.sizes("strides", default: ones)
        dilations = try context.sizes("dilations", default: ones)
        let pads = try context.sizes("pads", default: zeros + zeros, in: 0...(1 << 24))
        let extra = try context.sizes("output_padding", default: zeros, in: 0...(1 << 24))
        padsBegin = Array(pads[..<smaller.count])
        padsEnd = Array(pads[smaller.count...])
        input = []
        let mode = try context.text("auto_pad", default: "NOTSET")
        try context.check(
            ["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"].contains(mode), "attribute 'auto_pad' is '\(mode)'")
        var stated = try context.integers("output_shape")
        if let shape = stated, shape.count == smaller.count + 2 { stated = Array(shape[2...]) }
        if let stated {
            try context.check(
                stated.count == smaller.count && stated.allSatisfy { $0 >= 1 && $0 <= 1 << 32 },
                "attribute 'output_shape' is \(stated)")
        }
        for axis in smaller.indices {
            let full = strides[axis] * (smaller[axis] - 1) + extra[axis] + dilations[axis] * (kernel[axis] - 1) + 1
            if stated == nil, !mode.hasPrefix("SAME") {
                if mode == "VALID" {
                    padsBegin[axis] = 0
                    padsEnd[axis] = 0
                }
                input.append(full - padsBegin[axis] - padsEnd[axis])
            } else {
                let size = stated?[axis] ?? smaller[axis] * strides[axis]
                let total = max(0, full - size)
                padsBegin[axis] = mode == "SAME_UPPER" ? total / 2 : total - total / 2
                padsEnd[axis] = total - padsBegin[axis]
                input.append(size)
            }
            try context.check(input[axis] >= 1, "its pads leave nothing of \(full)")
        }
    }

    /// As C has it.
    ///
    /// - Parameters: distances of one step along each spatial axis, in elements.
    func form(inputStrides: [Int], outputStrides: [Int]) -> fk_window {
        fk_window(
            input: Self.three(input, 1), output: Self.three(output, 1), kernel: Self.three(kernel, 1),
            strides: Self.three(strides, 1), dilations: Self.three(dilations, 1), pads_begin: Self.three(padsBegin, 0),
            pads_end: Self.three(padsEnd, 0), input_strides: Self.three(inputStrides, 0),
            output_strides: Self.three(outputStrides, 0))
    }

    /// Up to three sizes, with what is missing in front (or after, as oneDNN's wrapper has it).
    static func three(_ values: [Int], _ filler: Int, inFront: Bool = true) -> (Int64, Int64, Int64) {
        let rest = [Int](repeating: filler, count: 3 - values.count)
        let all = (inFront ? rest + values : values + rest).map { Int64($0) }
        return (all[0], all[1], all[2])
    }
}
