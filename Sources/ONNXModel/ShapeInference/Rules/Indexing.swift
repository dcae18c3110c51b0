/// Operators that pick elements.
enum Indexing {
    static func slice(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        guard let data = context.shape(0) else {
            context.set(0, type, nil)
            return
        }
        let unknown = [Dimension](repeating: .unknown, count: data.count)
        let usesAttributes = context.opset < 10
        let starts = usesAttributes ? try context.node.integers("starts") : context.integers(1)
        let ends = usesAttributes ? try context.node.integers("ends") : context.integers(2)
        guard let starts, let ends else {
            context.set(0, type, unknown)
            return
        }
        let count = starts.count
        var axes: [Int]? = Array(0..<count)
        if usesAttributes {
            axes = try context.node.integers("axes") ?? axes
        } else if context.has(3) {
            axes = context.integers(3)
        }
        let steps = !usesAttributes && context.has(4) ? context.integers(4) : [Int](repeating: 1, count: count)
        guard let axes else {
            context.set(0, type, unknown)
            return
        }
        guard ends.count == count, axes.count == count, steps == nil || steps?.count == count else {
            throw context.failure("starts, ends, axes and steps differ in their number")
        }
        _ = try context.axes(axes, rank: data.count)
        var shape = data
        for index in 0..<count {
            let axis = axes[index] < 0 ? axes[index] + data.count : axes[index]
            guard let step = steps?[index] else {
                shape[axis] = .unknown
                continue
            }
            guard step != 0, step.magnitude <= 1 << 62 else { throw context.failure("a step of \(step)") }
            shape[axis] = sliced(data[axis], starts[index], ends[index], step)
        }
        var constant: IntegerConstant?
        if let value = context.constant(0), !value.isScalar, count == 1, let step = steps?[0], step == 1,
            let range = range(value.elements.count, starts[0], ends[0])
        {
            constant = IntegerConstant(Array(value.elements[range]))
        }
        context.set(0, type, shape, constant: constant)
    }

    /// Source: the specification of Slice: negative places count from the end, places beyond it are cut.
    private static func sliced(_ dimension: Dimension, _ start: Int, _ end: Int, _ step: Int) -> Dimension {
        guard case .fixed(let size) = dimension, size >= 0 else { return .unknown }
        func place(_ value: Int, _ low: Int, _ high: Int) -> Int {
            let (moved, _) = value < 0 ? value.addingReportingOverflow(size) : (value, false)
            return min(max(moved, low), high)
        }
        if step > 0 {
            let (from, to) = (place(start, 0, size), place(end, 0, size))
            return .fixed(to > from ? (to - from - 1) / step + 1 : 0)
        }
        let (from, to) = (place(start, -1, size - 1), place(end, -1, size - 1))
        return .fixed(from > to ? (from - to - 1) / -step + 1 : 0)
    }

    private static func range(_ count: Int, _ start: Int, _ end: Int) -> Range<Int>? {
        func place(_ value: Int) -> Int {
            let (moved, _) = value < 0 ? value.addingReportingOverflow(count) : (value, false)
            return min(max(moved, 0), count)
        }
        let (from, to) = (place(start), place(end))
        return from <= to ? from..<to : nil
    }

    static func gather(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        guard let data = context.shape(0), let indices = context.shape(1) else {
            context.set(0, type, nil)
            return
        }
        let axis = try context.axis(try context.node.integer("axis", default: 0), rank: data.count)
        let shape = Array(data[..<axis]) + indices + Array(data[(axis + 1)...])
        context.set(0, type, shape, constant: shape.count <= 1 ? gatheredConstant(context) : nil)
    }

    private static func gatheredConstant(_ context: NodeContext) -> IntegerConstant? {
        guard let value = context.constant(0), !value.isScalar, let places = context.constant(1),
            let indices = places.integers
        else { return nil }
        var elements: [Dimension] = []
        for index in indices {
            let place = index < 0 ? index + value.elements.count : index
            guard value.elements.indices.contains(place) else { return nil }
            elements.append(value.elements[place])
        }
        return IntegerConstant(elements, isScalar: places.isScalar)
    }

    static func gatherElements(_ context: inout NodeContext) throws(ONNXError) {
        context.set(0, context.elementType(0), context.shape(1))
    }

    static func gatherND(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        let batch = try context.node.integer("batch_dims", default: 0)
        guard let data = context.shape(0), let indices = context.shape(1), let last = indices.last else {
            context.set(0, type, nil)
            return
        }
        guard case .fixed(let depth) = last, batch >= 0, batch <= data.count, depth <= data.count - batch else {
            context.set(0, type, nil)
            return
        }
        context.set(0, type, Array(indices.dropLast()) + Array(data[(batch + depth)...]))
    }

    static func topK(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        guard let data = context.shape(0) else {
            context.set(0, type, nil)
            context.set(1, .int64, nil)
            return
        }
        let axis = try context.axis(try context.node.integer("axis", default: -1), rank: data.count)
        let count = context.opset < 10 ? try context.node.integer("k") : context.constant(1)?.single
        var shape = data
        shape[axis] = count.map { DimensionArithmetic.dimension($0) } ?? .unknown
        context.set(0, type, shape)
        context.set(1, .int64, shape)
    }

    static func nonZero(_ context: inout NodeContext) throws(ONNXError) {
        context.set(0, .int64, [context.shape(0).map { .fixed($0.count) } ?? .unknown, .unknown])
    }

    static func oneHot(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(2)
        guard let indices = context.shape(0) else {
            context.set(0, type, nil)
            return
        }
        let axis = try context.axis(try context.node.integer("axis", default: -1), rank: indices.count + 1)
        var shape = indices
        shape.insert(context.constant(1)?.single.map { DimensionArithmetic.dimension($0) } ?? .unknown, at: axis)
        context.set(0, type, shape)
    }

    static func nonMaxSuppression(_ context: inout NodeContext) throws(ONNXError) {
        context.set(0, .int64, [.unknown, 3])
    }

    /// Data `[N, C, ...]`, grid `[N, ..., axes]`.
    static func gridSample(_ context: inout NodeContext) throws(ONNXError) {
        guard let data = context.shape(0), let grid = context.shape(1), data.count >= 3, grid.count == data.count else {
            context.set(0, context.elementType(0), nil)
            return
        }
        context.set(0, context.elementType(0), Array(data[..<2]) + Array(grid[1..<grid.count - 1]))
    }
}
