/// Resize and its predecessor Upsample: the output is `floor(size * scale)`, or as `sizes` says.
enum Resizing {
    static func resize(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        guard let data = context.shape(0) else {
            context.set(0, type, nil)
            return
        }
        var shape = [Dimension](repeating: .unknown, count: data.count)
        defer { context.set(0, type, shape) }
        var axes = Array(data.indices)
        if let stated = try context.node.integers("axes") {
            _ = try context.axes(stated, rank: data.count)
            axes = stated.map { $0 < 0 ? $0 + data.count : $0 }
            shape = data
            for axis in axes { shape[axis] = .unknown }
        }
        let isResize11 = context.node.operatorType == "Resize" && context.opset >= 11
        if isResize11, context.has(3) {
            guard try context.node.text("keep_aspect_ratio_policy", default: "stretch") == "stretch",
                let sizes = context.constant(3)?.elements
            else { return }
            guard sizes.count == axes.count else {
                throw context.failure("\(sizes.count) sizes do not fit \(axes.count) axes")
            }
            for (axis, size) in zip(axes, sizes) { shape[axis] = size }
            return
        }
        guard let scales = try scales(context, isResize11) else { return }
        // An empty list stands for a missing one.
        guard !scales.isEmpty else { return }
        guard scales.count == axes.count else {
            throw context.failure("\(scales.count) scales do not fit \(axes.count) axes")
        }
        for (axis, scale) in zip(axes, scales) {
            guard case .fixed(let size) = data[axis], let scaled = Int(exactly: (Float(size) * scale).rounded(.down))
            else { continue }
            shape[axis] = DimensionArithmetic.dimension(scaled)
        }
    }

    private static func scales(_ context: NodeContext, _ isResize11: Bool) throws(ONNXError) -> [Float]? {
        if context.node.operatorType == "Upsample", context.opset < 9 { return try context.node.floats("scales") }
        return context.floats(isResize11 ? 2 : 1)
    }
}
