/// Operators that sum up axes.
enum Reduction {
    static func reduce(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        guard let data = context.shape(0) else {
            context.set(0, type, nil)
            return
        }
        let keeps = try context.node.flag("keepdims", default: true)
        // ReduceSum took its axes as an input from opset 13 on, the others from 18 on.
        let change = context.node.operatorType == "ReduceSum" ? 13 : 18
        var reduced = Set(data.indices)
        switch try context.setting("axes", attributeBefore: change, input: 1) {
        case .unknown:
            context.set(0, type, keeps ? [Dimension](repeating: .unknown, count: data.count) : nil)
            return
        case .known(let values) where !values.isEmpty: reduced = try context.axes(values, rank: data.count)
        case .known, .absent:
            if try context.node.flag("noop_with_empty_axes", default: false) { reduced = [] }
        }
        context.set(0, type, shape(data, without: reduced, keeps: keeps))
    }

    static func argument(_ context: inout NodeContext) throws(ONNXError) {
        guard let data = context.shape(0) else {
            context.set(0, .int64, nil)
            return
        }
        let axis = try context.axis(try context.node.integer("axis", default: 0), rank: data.count)
        let keeps = try context.node.flag("keepdims", default: true)
        context.set(0, .int64, shape(data, without: [axis], keeps: keeps))
    }

    private static func shape(_ data: [Dimension], without axes: Set<Int>, keeps: Bool) -> [Dimension] {
        keeps
            ? data.indices.map { axes.contains($0) ? 1 : data[$0] }
            : data.indices.filter { !axes.contains($0) }.map { data[$0] }
    }
}
