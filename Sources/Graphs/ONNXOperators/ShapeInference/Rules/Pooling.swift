internal import ONNX

/// Pooling over the spatial axes of `[N, C, ...]`.
enum Pooling {
    static func window(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        let hasIndices = context.node.operatorType == "MaxPool"
        context.set(0, type, nil)
        if hasIndices { context.set(1, .int64, nil) }
        guard let data = context.shape(0) else { return }
        guard data.count >= 3 else { throw context.failure("the data needs at least 3 axes, found \(data.text)") }
        guard let kernel = try context.node.integers("kernel_shape", count: data.count - 2) else {
            throw context.node.refusal("kernel_shape", "it is missing")
        }
        let window = try Window(context, kernel: kernel, data: data, usesDilations: usesDilations(context))
        let mode = try context.node.integer("ceil_mode", default: 0)
        // From opset 22 on, onnx rounds up by any number but 0.
        let rounding: Window.Rounding =
            switch (mode, context.opset) {
            case (1, ..<22): .up
            case (1, _): .upWithinData
            case (0, _), (_, ..<22): .down
            default: .up
            }
        var shape = Array(data.prefix(2))
        for axis in kernel.indices {
            shape.append(try window.outputSize(data[axis + 2], axis: axis, rounding: rounding, context))
        }
        context.set(0, type, shape)
        if let problem = window.impossibility(Array(shape.dropFirst(2))) { context.recordImpossible(problem) }
        if hasIndices { context.set(1, .int64, shape) }
    }

    /// Since which opset the operator has dilations.
    private static func usesDilations(_ context: NodeContext) -> Bool {
        switch context.node.operatorType {
        case "MaxPool": context.opset >= 10
        // The attribute came in opset 19, and onnx looks at it from 11 on.
        case "AveragePool": context.opset >= 11
        default: context.opset >= 18
        }
    }

    static func global(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        guard let data = context.shape(0), data.count >= 2 else {
            context.set(0, type, nil)
            return
        }
        context.set(0, type, data.indices.map { $0 < 2 ? data[$0] : 1 })
    }

    /// What MaxPool took away comes back as zeros.
    static func unpool(_ context: inout NodeContext) throws {
        guard context.node.inputs.count == 2 || context.node.inputs.count == 3 else {
            throw context.failure("expected 2 or 3 inputs, found \(context.node.inputs.count)")
        }
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0) else { return }
        guard data.count >= 2 else { throw context.failure("the data needs at least 2 axes, found \(data.text)") }
        let count = data.count - 2
        let pads = try context.node.integers("pads", count: 2 * count) ?? [Int](repeating: 0, count: 2 * count)
        let strides = try context.node.integers("strides", count: count) ?? [Int](repeating: 1, count: count)
        guard let kernel = try context.node.integers("kernel_shape", count: count) else {
            throw context.node.refusal("kernel_shape", "it is missing")
        }
        if context.node.inputs.count == 3 {
            // The shape is an input, and known while running only.
            if let length = try context.shape(2, rank: 1)?[0].size, length != data.count {
                throw context.failure("output_shape has \(length) sizes for data \(data.text)")
            }
            return
        }
        guard let indices = context.shape(1) else { return }
        guard indices.count >= 2 else { throw context.failure("the indices need 2 axes, found \(indices.text)") }
        var shape = [data[0], indices[1]]
        for axis in 0..<count {
            guard case .fixed(let size) = data[axis + 2] else {
                shape.append(.unknown)
                continue
            }
            var result = try context.product(strides[axis], try context.difference(size, 1))
            result = try context.sum(result, kernel[axis])
            result = try context.difference(try context.difference(result, pads[axis]), pads[axis + count])
            shape.append(.fixed(result))
        }
        context.set(0, type, shape)
    }

    /// Regions of `[N, C, H, W]`, each of five numbers.
    static func regions(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard context.shape(0) != nil, context.shape(1) != nil else { return }
        var axes = NamedAxes()
        try axes.match(context, 0, "N C H W")
        try axes.match(context, 1, "R 5")
        guard let pooled = try context.node.integers("pooled_shape", count: 2) else {
            throw context.node.refusal("pooled_shape", "it is missing")
        }
        for size in pooled where size < 1 { throw context.node.refusal("pooled_shape", "\(size) is out of range") }
        context.set(0, type, axes.shape("R C") + pooled.map { .fixed($0) })
    }

    static func alignedRegions(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        var axes = NamedAxes()
        try axes.match(context, 0, "N C H W")
        try axes.match(context, 1, "R 4")
        try axes.match(context, 2, "R")
        let height = try context.node.integer("output_height", default: 1)
        let width = try context.node.integer("output_width", default: 1)
        context.set(0, type, axes.shape("R C") + [.fixed(height), .fixed(width)])
    }
}
