/// The limits of pooling. Measured for march bayes-e.
enum BPUPooling {
    private static let range = 1...256

    static func average(_ form: BPUForm) -> BPUSupport.Placement? {
        window(form)
    }

    static func maximum(_ form: BPUForm) -> BPUSupport.Placement? {
        if form.node.outputs.count > 1, !form.node.outputs[1].isEmpty {
            return .cpu(reason: "it gives indices too")
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
