internal import ONNX

/// The limits of pooling. Measured for march bayes-e, but for MaxPool's kernel and strides and for pads, which are published.
enum BPUPooling {
    private static let range = 1...256

    /// 90 x 90 runs on the BPU, 91 x 91 does not. (Published: sides of 256.)
    static func average(_ form: BPUForm) -> BPUSupport.Placement? {
        if let placement = window(form) { return placement }
        let kernel = form.window("kernel_shape", default: 1)
        return BPUForm.beyond([kernel.reduce(1, &*)], 1...8192, "elements of the kernel")
    }

    static func maximum(_ form: BPUForm) -> BPUSupport.Placement? {
        if form.node.outputs.count > 1, !form.node.outputs[1].isEmpty {
            return .cpu(reason: "it also returns indices")
        }
        return window(form)
    }

    private static func window(_ form: BPUForm) -> BPUSupport.Placement? {
        BPUForm.beyond(form.window("kernel_shape", default: 1), range, "kernel")
            ?? BPUForm.beyond(form.strides, range, "strides")
            ?? BPUForm.beyond(form.pads, 0...256, "pads")
    }

    /// 256 runs on the BPU, 257 does not.
    static func globalMaximum(_ form: BPUForm) -> BPUSupport.Placement? {
        guard let sizes = form.sizes(0), sizes.count == 4 else { return nil }
        return BPUForm.beyond(Array(sizes[2...]), range, "height and width")
    }
}
