internal import ONNX

/// Slice: a range of each axis, perhaps with a step.
enum Slicing {
    static func slice(_ context: inout NodeContext) throws {
        if context.opset >= 10, !(3...5).contains(context.node.inputs.count) {
            throw context.failure("expected 3 to 5 inputs, found \(context.node.inputs.count)")
        }
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0) else { return }
        guard let ranges = try ranges(context, rank: data.count) else {
            if context.opset >= 10 { context.set(0, type, .open(data.count)) }
            return
        }
        var shape = data
        for range in ranges { shape[range.axis] = try range.size(of: data[range.axis], context) }
        var constant: IntegerConstant?
        if let value = context.constant(0), !value.isScalar, ranges.count == 1, ranges[0].step != 0 {
            constant = IntegerConstant(ranges[0].places(in: value.elements.count).map { value.elements[$0] })
        }
        context.set(0, type, shape, constant: constant)
    }

    /// `nil` if they are not known.
    private static func ranges(_ context: NodeContext, rank: Int) throws -> [Range]? {
        let usesAttributes = context.opset < 10
        func list(_ name: String, _ index: Int) throws -> [Int]? {
            usesAttributes
                ? try context.node.integers(name) : try context.integers(index, of: [.int32, .int64], name)
        }
        let starts = try list("starts", 1)
        let ends = try list("ends", 2)
        if usesAttributes, starts == nil || ends == nil { throw context.failure("'starts' or 'ends' is missing") }
        guard let starts, let ends else { return nil }
        let count = starts.count
        var axes = Array(0..<count)
        if usesAttributes {
            axes = try context.node.integers("axes") ?? axes
        } else if context.has(3), context.shape(3) != nil {
            guard let stated = try list("axes", 3) else { return nil }
            axes = stated
        }
        var steps = [Int](repeating: 1, count: count)
        if !usesAttributes, context.has(4), context.shape(4) != nil {
            guard let stated = try list("steps", 4) else { return nil }
            steps = stated
        }
        guard ends.count == count, axes.count == count, steps.count == count else {
            throw context.failure("starts, ends, axes and steps differ in their number")
        }
        if usesAttributes, let negative = axes.first(where: { $0 < 0 }) {
            throw context.node.refusal("axes", "\(negative) is negative")
        }
        axes = try context.axes(axes, rank: rank, distinct: !usesAttributes)
        return axes.indices.map { Range(axis: axes[$0], start: starts[$0], end: ends[$0], step: steps[$0]) }
    }

    /// Source: the specification of Slice: negative places count from the end, places beyond it are cut.
    private struct Range {
        var axis: Int
        var start: Int
        var end: Int
        var step: Int

        func size(of dimension: Dimension, _ context: NodeContext) throws -> Dimension {
            guard case .fixed(let size) = dimension else { return .unknown }
            guard step != 0 else { throw context.failure("a step of 0") }
            let (from, to) = bounds(in: size)
            let span = step > 0 ? to - from : from - to
            guard span > 0 else { return 0 }
            return .fixed(Int((UInt(span) - 1) / step.magnitude) + 1)
        }

        func places(in count: Int) -> [Int] {
            let (from, to) = bounds(in: count)
            guard count > 0, from != to else { return [] }
            return Array(stride(from: from, to: to, by: step))
        }

        private func bounds(in size: Int) -> (from: Int, to: Int) {
            guard size > 0 else { return (0, 0) }
            func place(_ value: Int, _ low: Int, _ high: Int) -> Int {
                min(max(value < 0 ? value + size : value, low), high)
            }
            return step > 0
                ? (place(start, 0, size), place(end, 0, size)) : (place(start, 0, size - 1), place(end, -1, size - 1))
        }
    }
}
