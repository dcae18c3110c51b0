internal import ONNX

/// The limits of march bernoulli2 (RDK X3), as D-Robotics publishes them (RDK documentation, "supported_op_list"); not measured.
enum BPUBernoulli {
    static func published(_ form: BPUForm) -> BPUSupport.Placement? {
        switch form.node.operatorType {
        case "Conv": return convolution(form)
        case "ConvTranspose":
            guard let weights = form.sizes(1), weights.count == 4 else { return nil }
            if let placement = BPUForm.beyond(Array(weights[2...]), 2...14, "kernel") { return placement }
            if !form.strides.allSatisfy({ $0 == 2 || $0 == 4 }) { return .cpu(reason: "strides other than 2 and 4") }
            return BPUForm.beyond([weights[0], weights[1] &* form.group], 1...2048, "channels")
        case "AveragePool": return BPUForm.beyond(form.window("kernel_shape", default: 1), 1...7, "kernel")
        case "MaxPool":
            return BPUForm.beyond(form.window("kernel_shape", default: 1), 1...64, "kernel")
                ?? BPUForm.beyond(form.strides, 1...185, "strides")
        case "GlobalAveragePool":
            guard let sizes = form.sizes(0), sizes.count == 4 else { return nil }
            return BPUForm.beyond([sizes[2] &* sizes[3]], 1...8192, "height x width")
        case "GlobalMaxPool":
            guard let sizes = form.sizes(0), sizes.count == 4 else { return nil }
            return BPUForm.beyond(Array(sizes[2...]), 1...1024, "height and width")
        case "DepthToSpace", "SpaceToDepth":
            let size = form.number("blocksize", default: 2)
            return size == 2 ? nil : .cpu(reason: "blocks of \(size), expected 2")
        default: return nil
        }
    }

    private static func convolution(_ form: BPUForm) -> BPUSupport.Placement? {
        guard let weights = form.sizes(1), weights.count == 4 else { return nil }
        if let placement = BPUForm.beyond(Array(weights[2...]), 1...7, "kernel") { return placement }
        let isPlain = form.group == 1 && form.dilations.allSatisfy { $0 == 1 }
        let limit = isPlain ? 4096 : 2048
        if let placement = BPUForm.beyond([weights[1], weights[0] / max(1, form.group)], 1...limit, "channels") {
            return placement
        }
        if !form.dilations.allSatisfy({ $0 > 0 && $0.nonzeroBitCount == 1 }) {
            return .cpu(reason: "dilations that are not powers of two")
        }
        return BPUForm.beyond([weights[1...].reduce(1, { $0 &* $1 })], 1...32_768, "elements of a kernel")
    }
}
