internal import ONNX
internal import Support

/// Operators that give the same elements another shape or order.
enum Rearrangement {
    static func flatten(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0) else { return }
        let stated = try context.node.integer("axis", default: 1)
        // Negative axes came in opset 11.
        let axis = stated < 0 && context.opset >= 11 ? try context.sum(stated, data.count) : stated
        guard axis >= 0, axis <= data.count else {
            throw context.node.refusal("axis", "\(stated) is not an axis of a tensor of rank \(data.count)")
        }
        context.set(
            0, type, [try context.product(data.prefix(axis)), try context.product(data.dropFirst(axis))])
    }

    static func transpose(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0) else { return }
        let order = try context.node.integers("perm") ?? data.indices.reversed()
        // An empty list is not an order; onnx leaves the shape open then.
        if order.isEmpty, !data.isEmpty, context.opset < 13 { return }
        guard Set(order).count == order.count, order.allSatisfy(data.indices.contains) else {
            throw context.node.refusal("perm", "\(order) is not a permutation of \(data.count) axes")
        }
        if order.count != data.count { context.recordImpossible("\(order) leaves out an axis of \(data.text)") }
        context.set(0, type, order.map { data[$0] })
    }

    static func squeeze(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0) else { return }
        let removed: Set<Int>
        switch try context.setting("axes", attributeBefore: 13, input: 1) {
        case .unknown: return
        case .absent:
            guard data.sizes != nil else { return }
            removed = Set(data.indices.filter { data[$0] == 1 })
        case .known(let values):
            // Axes that count from the end came in opset 11.
            if context.opset < 11, let negative = values.first(where: { $0 < 0 }) {
                throw context.node.refusal("axes", "\(negative) is negative")
            }
            removed = Set(try context.axes(values, rank: data.count, distinct: false))
            for axis in removed.sorted() {
                if case .fixed(let size) = data[axis], size != 1 {
                    throw context.failure("axis \(axis) of \(data.text) is not 1")
                }
            }
        }
        let shape = data.indices.filter { !removed.contains($0) }.map { data[$0] }
        let constant = context.constant(0).map { IntegerConstant($0.elements, isScalar: shape.isEmpty) }
        context.set(0, type, shape, constant: constant)
    }

    static func unsqueeze(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0) else { return }
        let setting = try context.setting("axes", attributeBefore: 13, input: 1)
        if case .absent = setting, context.opset >= 13, context.node.inputs.count < 2 {
            throw context.failure("axes are missing")
        }
        guard case .known(let values) = setting else { return }
        if context.opset < 11, let negative = values.first(where: { $0 < 0 }) {
            throw context.node.refusal("axes", "\(negative) is negative")
        }
        let added = Set(try context.axes(values, rank: data.count + values.count))
        var rest = data[...]
        let shape = (0..<data.count + values.count).map { axis in
            added.contains(axis) ? 1 : rest.popFirst() ?? .unknown
        }
        let constant = shape.count == 1 ? context.constant(0).map { IntegerConstant($0.elements) } : nil
        context.set(0, type, shape, constant: constant)
    }

    static func depthToSpace(_ context: inout NodeContext) throws {
        try moveBlocks(&context) { (context, data, block, area) throws in
            [
                data[0], context.quotient(data[1], area), try context.product(data[2], .fixed(block)),
                try context.product(data[3], .fixed(block)),
            ]
        }
    }

    static func spaceToDepth(_ context: inout NodeContext) throws {
        try moveBlocks(&context) { (context, data, block, area) throws in
            [
                data[0], try context.product(data[1], .fixed(area)), context.quotient(data[2], block),
                context.quotient(data[3], block),
            ]
        }
    }

    private static func moveBlocks(
        _ context: inout NodeContext,
        _ move: (NodeContext, [Dimension], _ block: Int, _ area: Int) throws -> [Dimension]
    ) throws {
        let type = try context.element(0)
        let block = try context.node.integer("blocksize", default: 0)
        guard block > 0 else { throw context.node.refusal("blocksize", "\(block) is out of range") }
        let area = try context.product(block, block)
        guard let data = try context.shape(0, rank: 4) else {
            context.set(0, type, nil)
            return
        }
        let moved = try move(context, data, block, area)
        context.set(0, type, moved)
        if let before = data.sizes, let after = moved.sizes,
            checkedProduct(before) != checkedProduct(after)
        {
            context.recordImpossible("\(data.text) has no whole blocks of \(block)")
        }
    }

    static func triangle(_ context: inout NodeContext) throws {
        try context.copy()
        if let shape = context.shape(0), shape.count < 2 {
            throw context.failure("expected matrices, found \(shape.text)")
        }
    }

    static func reverseSequence(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        guard let data = context.shape(0), try context.shape(1, rank: 1) != nil else {
            context.set(0, type, nil)
            return
        }
        guard data.count >= 2 else { throw context.failure("it needs 2 axes, found \(data.text)") }
        context.set(0, type, data)
    }
}
