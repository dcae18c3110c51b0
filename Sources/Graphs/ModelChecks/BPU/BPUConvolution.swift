internal import ONNX

/// The limits of convolutions. Measured for march bayes-e, unless it says published.
enum BPUConvolution {
    /// Beyond these hb_mapper puts a Conv on the CPU: 256 runs on the BPU, 257 does not.
    private static let strides = 1...256
    private static let pads = 0...256
    /// 18 runs on the BPU, 19 does not. (Published: 16.)
    private static let dilations = 1...18
    /// Elements in the kernel of one output channel: 63 x 63 x 8 runs on the BPU, 64 x 64 x 8 does not, in any combination. (Published: sides of 31, and 65535 elements.)
    private static let kernelSize = 32_767
    /// With more input channels than this, and a kernel that is still small enough, the compiler fails.
    private static let channels = 8192
    private static let outputs = 65_536

    static func convolution(_ form: BPUForm) -> BPUSupport.Placement? {
        guard form.constant(1) != nil || form.isFoldedConstant(1) else {
            return .cpu(reason: "its weights are computed")
        }
        if form.sizes(0)?.count == 3 { return .cpu(reason: "its input has one spatial axis, expected two") }
        if let placement = BPUForm.beyond(form.strides, strides, "strides") { return placement }
        if let placement = BPUForm.beyond(form.pads, pads, "pads") { return placement }
        if let placement = BPUForm.beyond(form.dilations, dilations, "dilations") { return placement }
        if form.dilations.contains(where: { $0 > 1 }), form.strides.contains(where: { $0 > 1 }) {
            return .cpu(reason: "it has both dilations and strides")
        }
        guard let weights = form.sizes(1), weights.count >= 3 else { return nil }
        return channels(outputs: weights[0], inputs: weights[1], area: weights[2...].reduce(1, { $0 &* $1 }))
    }

    private static func channels(outputs: Int, inputs: Int, area: Int) -> BPUSupport.Placement? {
        let (size, overflow) = inputs.multipliedReportingOverflow(by: area)
        if overflow || size > kernelSize {
            return .cpu(reason: "its kernel has \(inputs) x \(area) elements, expected at most \(kernelSize)")
        }
        if outputs > Self.outputs {
            return .cpu(reason: "it has \(outputs) output channels, expected at most \(Self.outputs)")
        }
        if inputs > channels {
            return .refused(
                reason: "\(inputs) input channels, expected at most \(channels): the compiler fails")
        }
        return nil
    }

    static func transposed(_ form: BPUForm) -> BPUSupport.Placement? {
        guard let weights = form.sizes(1), weights.count == 4 else { return nil }
        let kernel = Array(weights[2...])
        if kernel == [1, 1] { return .cpu(reason: "a kernel of 1 x 1") }
        if let placement = BPUForm.beyond(kernel, 1...14, "kernel") { return placement }
        if let placement = BPUForm.beyond(form.strides, 1...14, "strides") { return placement }
        if let placement = BPUForm.beyond(form.dilations, 1...1, "dilations") { return placement }
        if let placement = BPUForm.beyond(form.window("output_padding", default: 0), 0...1, "output_padding") {
            return placement
        }
        if let placement = BPUForm.beyond([weights[0], weights[1] &* form.group], 1...2048, "channels") {
            return placement
        }
        // A kernel of 4 with stride 2 allows pads of 2, not of 3. Published: pads up to kernel / stride, below it if the stride is odd.
        for axis in 0..<2 where form.strides.count == 2 && form.strides[axis] > 0 {
            let stride = form.strides[axis]
            let limit = stride.isMultiple(of: 2) ? kernel[axis] / stride : (kernel[axis] + stride - 1) / stride - 1
            let pads = form.pads.count == 4 ? [form.pads[axis], form.pads[axis + 2]] : [0]
            if let placement = BPUForm.beyond(pads, 0...max(0, limit), "pads") { return placement }
        }
        return nil
    }

    /// Gemm is compiled as a convolution of one pixel.
    static func dense(_ form: BPUForm) -> BPUSupport.Placement? {
        guard let weights = form.sizes(1), weights.count == 2, form.constant(1) != nil else { return nil }
        let isTransposed = form.number("transB", default: 0) != 0
        return channels(outputs: weights[isTransposed ? 0 : 1], inputs: weights[isTransposed ? 1 : 0], area: 1)
    }
}

extension BPUForm {
    /// Whether an input depends on constants only, so that simplifying the model makes it one.
    func isFoldedConstant(_ index: Int) -> Bool {
        guard index < node.inputs.count else { return false }
        var names = [node.inputs[index]]
        var steps = 0
        while let name = names.popLast() {
            steps += 1
            if name.isEmpty || graph.index.constant(name) != nil { continue }
            guard steps < 100, let producer = graph.index.producer(of: name) else { return false }
            if producer.operatorType == "Constant" { continue }
            guard !producer.inputs.isEmpty, producer.inputs.count < 100 else { return false }
            names += producer.inputs
        }
        return true
    }
}
