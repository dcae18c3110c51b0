/// Operators that put tensors together, take them apart, or repeat them.
enum Joining {
    static func concat(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        let stated = try context.node.integer("axis", default: 1)
        if let constant = joinedConstant(context), stated == 0 {
            context.set(0, type, constant.shape, constant: constant)
            return
        }
        var shape: [Dimension]?
        var sizes: [Dimension] = []
        for index in context.inputs.indices {
            guard let part = context.shape(index) else {
                context.set(0, type, nil)
                return
            }
            let axis = try context.axis(stated, rank: part.count)
            sizes.append(part[axis])
            guard var common = shape else {
                shape = part
                continue
            }
            var other = part
            common[axis] = .unknown
            other[axis] = .unknown
            guard let merged = DimensionArithmetic.merge(common, other) else {
                throw context.failure("\(common.text) and \(part.text) differ in more than axis \(axis)")
            }
            shape = merged
        }
        guard var shape else { return }
        shape[try context.axis(stated, rank: shape.count)] = DimensionArithmetic.sum(sizes)
        context.set(0, type, shape)
    }

    private static func joinedConstant(_ context: NodeContext) -> IntegerConstant? {
        var elements: [Dimension] = []
        for index in context.inputs.indices {
            guard let part = context.constant(index), !part.isScalar else { return nil }
            elements += part.elements
            guard elements.count <= IntegerConstant.countLimit else { return nil }
        }
        return context.inputs.isEmpty ? nil : IntegerConstant(elements)
    }

    static func split(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        let count = context.outputs.count
        guard let data = context.shape(0), count > 0 else {
            for index in 0..<count { context.set(index, type, nil) }
            return
        }
        let axis = try context.axis(try context.node.integer("axis", default: 0), rank: data.count)
        var sizes = [Dimension](repeating: .unknown, count: count)
        switch try context.setting("split", attributeBefore: 13, input: 1) {
        case .unknown: break
        case .known(let values):
            guard values.count == count else {
                throw context.failure("it splits into \(values.count) parts and has \(count) outputs")
            }
            guard values.allSatisfy({ $0 >= 0 }) else { throw context.failure("a part has a negative size") }
            if case .fixed(let whole) = data[axis],
                case .fixed(let sum) = DimensionArithmetic.sum(
                    values.map { .fixed($0) }), sum != whole
            {
                throw context.failure("the parts \(values) are not the \(whole) of axis \(axis)")
            }
            sizes = values.map { .fixed($0) }
        case .absent:
            guard case .fixed(let whole) = data[axis] else { break }
            // From opset 18 the last part may be smaller; before, all are the same.
            let part = (whole + count - 1) / count
            if context.opset < 18, !whole.isMultiple(of: count) {
                throw context.failure("axis \(axis) of \(data.text) cannot be split into \(count) equal parts")
            }
            sizes = (0..<count).map { index in .fixed(max(0, min(part, whole - part * index))) }
        }
        for index in 0..<count {
            var shape = data
            shape[axis] = sizes[index]
            context.set(index, type, shape)
        }
    }

    static func expand(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        guard let data = context.shape(0), let target = context.constant(1)?.elements else {
            context.set(0, type, nil)
            return
        }
        guard let shape = DimensionArithmetic.broadcast(data, target) else {
            throw context.failure("\(data.text) cannot be expanded to \(target.text)")
        }
        context.set(0, type, shape)
    }

    static func tile(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        guard context.opset >= 6, let data = context.shape(0) else {
            context.set(0, type, nil)
            return
        }
        guard let repeats = context.constant(1)?.elements else {
            context.set(0, type, [Dimension](repeating: .unknown, count: data.count))
            return
        }
        guard repeats.count == data.count else {
            throw context.failure("\(repeats.count) repeats do not fit a tensor \(data.text)")
        }
        context.set(0, type, zip(data, repeats).map { DimensionArithmetic.product([$0, $1]) })
    }

    static func pad(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        guard let data = context.shape(0) else {
            context.set(0, type, nil)
            return
        }
        let name = context.opset < 2 ? "paddings" : "pads"
        guard case .known(let pads) = try context.setting(name, attributeBefore: 11, input: 1) else {
            context.set(0, type, [Dimension](repeating: .unknown, count: data.count))
            return
        }
        var axes = Array(data.indices)
        if context.opset >= 18, context.has(3) {
            guard let stated = context.integers(3) else {
                context.set(0, type, [Dimension](repeating: .unknown, count: data.count))
                return
            }
            _ = try context.axes(stated, rank: data.count)
            axes = stated.map { $0 < 0 ? $0 + data.count : $0 }
        }
        guard pads.count == 2 * axes.count else {
            throw context.failure("\(pads.count) pads do not fit \(axes.count) axes")
        }
        var shape = data
        for (index, axis) in axes.enumerated() {
            shape[axis] = DimensionArithmetic.sum([data[axis], .fixed(pads[index]), .fixed(pads[index + axes.count])])
        }
        context.set(0, type, shape)
    }
}
