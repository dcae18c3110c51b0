/// Pooling over the spatial axes of `[N, C, ...]`.
enum Pooling {
    static func window(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        guard let data = context.shape(0) else {
            context.set(0, type, nil)
            return
        }
        guard data.count >= 3 else { throw context.failure("the data needs at least 3 axes, found \(data.text)") }
        guard let kernel = try context.node.integers("kernel_shape", count: data.count - 2) else {
            throw context.node.refusal("kernel_shape", "it is missing")
        }
        let window = try Window(context, kernel: kernel)
        let roundsUp = try context.node.flag("ceil_mode", default: false)
        let rounding: Window.Rounding = !roundsUp ? .down : context.opset < 22 ? .up : .upWithinData
        var shape = Array(data.prefix(2))
        for axis in kernel.indices {
            shape.append(window.outputSize(data[axis + 2], axis: axis, rounding: rounding))
        }
        context.set(0, type, shape)
        if context.node.operatorType == "MaxPool" { context.set(1, .int64, shape) }
    }

    static func global(_ context: inout NodeContext) throws(ONNXError) {
        let shape = context.shape(0).map { data in data.indices.map { $0 < 2 ? data[$0] : 1 } }
        context.set(0, context.elementType(0), shape)
    }
}
