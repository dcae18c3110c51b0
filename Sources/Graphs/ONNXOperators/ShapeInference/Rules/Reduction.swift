internal import ONNX

/// Operators that sum up axes.
enum Reduction {
    static func reduce(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0) else { return }
        let keeps = try context.node.integer("keepdims", default: 1) == 1
        // ReduceSum has its axes as an input from opset 13 on, the others from 18 on.
        let change = context.node.operatorType == "ReduceSum" ? 13 : 18
        if context.has(1), context.node.attribute("axes") != nil {
            throw context.node.refusal("axes", "it conflicts with the input of the same name")
        }
        var axes: [Int] = []
        switch try context.setting("axes", attributeBefore: context.has(1) ? 13 : change, input: 1) {
        case .unknown:
            if keeps, !context.asOnnx { context.set(0, type, .open(data.count)) }
            return
        case .known(let values): axes = values
        case .absent: axes = try context.node.integers("axes") ?? []
        }
        if axes.isEmpty, context.opset >= change, try context.node.flag("noop_with_empty_axes", default: false) {
            context.set(0, type, data)
            return
        }
        axes = try context.axes(axes, rank: data.count, distinct: false)
        let reduced = axes.isEmpty ? Set(data.indices) : Set(axes)
        context.set(0, type, shape(data, without: reduced, keeps: keeps))
    }

    static func argument(_ context: inout NodeContext) throws {
        context.set(0, .int64, nil)
        guard let data = context.shape(0) else { return }
        // A scalar has no axis, which is an error only where one is stated.
        let stated = try context.node.integerIfPresent("axis")
        let axis = try stated.map { (value) throws in try context.axis(value, rank: data.count) } ?? 0
        let keeps = try context.node.integer("keepdims", default: 1) == 1
        context.set(0, .int64, shape(data, without: [axis], keeps: keeps))
    }

    private static func shape(_ data: [Dimension], without axes: Set<Int>, keeps: Bool) -> [Dimension] {
        keeps
            ? data.indices.map { axes.contains($0) ? 1 : data[$0] }
            : data.indices.filter { !axes.contains($0) }.map { data[$0] }
    }
}
