/// Operators that give the same elements another shape or order.
enum Rearrangement {
    /// 0 keeps an axis (unless `allowzero`), -1 takes what is left.
    static func reshape(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        let target: [Dimension]?
        if context.opset < 5 {
            target = try context.node.integers("shape")?.map { .fixed($0) }
        } else {
            target = context.constant(1)?.elements
        }
        guard let target else {
            // The length of the shape is the rank.
            let rank = context.shape(1).flatMap { $0.count == 1 ? $0[0].size : nil }
            let shape = rank.flatMap { $0 <= 64 ? [Dimension](repeating: .unknown, count: $0) : nil }
            context.set(0, type, shape)
            return
        }
        let data = context.shape(0)
        let keepsZeros = try context.node.flag("allowzero", default: false)
        var shape: [Dimension] = []
        var open: Int?
        /// The axes of the data that are copied, and so cancel out.
        var copied: Set<Int> = []
        for (axis, dimension) in target.enumerated() {
            switch dimension {
            case .fixed(0) where !keepsZeros:
                guard let data else {
                    shape.append(.unknown)
                    continue
                }
                guard axis < data.count else {
                    throw context.failure("shape \(target.text) copies axis \(axis), which \(data.text) does not have")
                }
                copied.insert(axis)
                shape.append(data[axis])
            case .fixed(-1):
                guard open == nil else { throw context.failure("shape \(target.text) leaves more than one axis open") }
                open = axis
                shape.append(.unknown)
            case .fixed(let size) where size < -1: throw context.failure("shape \(target.text) has a negative size")
            default: shape.append(dimension)
            }
        }
        if let data {
            let taken = shape.indices.filter { $0 != open && !copied.contains($0) }.map { shape[$0] }
            let given = data.indices.filter { !copied.contains($0) }.map { data[$0] }
            if case .fixed(let elements) = DimensionArithmetic.product(given),
                case .fixed(let known) = DimensionArithmetic.product(taken)
            {
                if let open {
                    if known > 0 {
                        guard elements.isMultiple(of: known) else {
                            throw context.failure("\(data.text) cannot take the shape \(target.text)")
                        }
                        shape[open] = .fixed(elements / known)
                    }
                } else if elements != known {
                    throw context.failure("\(data.text) cannot take the shape \(target.text)")
                }
            }
        }
        var constant: IntegerConstant?
        if let value = context.constant(0), shape.count <= 1 {
            constant = IntegerConstant(value.elements, isScalar: shape.isEmpty)
        }
        context.set(0, type, shape, constant: constant)
    }

    static func flatten(_ context: inout NodeContext) throws(ONNXError) {
        guard let data = context.shape(0) else {
            context.set(0, context.elementType(0), nil)
            return
        }
        let stated = try context.node.integer("axis", default: 1)
        guard stated >= -data.count, stated <= data.count else {
            throw context.node.refusal("axis", "\(stated) is no axis of a tensor of rank \(data.count)")
        }
        let axis = stated < 0 ? stated + data.count : stated
        context.set(
            0, context.elementType(0),
            [DimensionArithmetic.product(data.prefix(axis)), DimensionArithmetic.product(data.dropFirst(axis))])
    }

    static func transpose(_ context: inout NodeContext) throws(ONNXError) {
        guard let data = context.shape(0) else {
            context.set(0, context.elementType(0), nil)
            return
        }
        let order = try context.node.integers("perm", count: data.count) ?? data.indices.reversed()
        guard order.sorted() == Array(data.indices) else {
            throw context.node.refusal("perm", "\(order) is no order of \(data.count) axes")
        }
        context.set(0, context.elementType(0), order.map { data[$0] })
    }

    static func squeeze(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        guard let data = context.shape(0) else {
            context.set(0, type, nil)
            return
        }
        let removed: Set<Int>
        switch try context.setting("axes", attributeBefore: 13, input: 1) {
        case .unknown:
            context.set(0, type, nil)
            return
        case .absent:
            guard data.sizes != nil else {
                context.set(0, type, nil)
                return
            }
            removed = Set(data.indices.filter { data[$0] == 1 })
        case .known(let values):
            removed = try context.axes(values, rank: data.count)
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

    static func unsqueeze(_ context: inout NodeContext) throws(ONNXError) {
        let type = context.elementType(0)
        guard let data = context.shape(0),
            case .known(let values) = try context.setting("axes", attributeBefore: 13, input: 1)
        else {
            context.set(0, type, nil)
            return
        }
        let added = try context.axes(values, rank: data.count + values.count)
        var rest = data[...]
        let shape = (0..<data.count + values.count).map { axis in
            added.contains(axis) ? 1 : rest.popFirst() ?? .unknown
        }
        let constant = shape.count == 1 ? context.constant(0).map { IntegerConstant($0.elements) } : nil
        context.set(0, type, shape, constant: constant)
    }

    static func depthToSpace(_ context: inout NodeContext) throws(ONNXError) {
        try moveBlocks(&context) { channels, height, width, block in
            guard channels.isMultiple(of: block * block) else { return nil }
            return [channels / (block * block), height * block, width * block]
        }
    }

    static func spaceToDepth(_ context: inout NodeContext) throws(ONNXError) {
        try moveBlocks(&context) { channels, height, width, block in
            guard height.isMultiple(of: block), width.isMultiple(of: block) else { return nil }
            return [channels * block * block, height / block, width / block]
        }
    }

    private static func moveBlocks(
        _ context: inout NodeContext, _ move: (Int, Int, Int, Int) -> [Int]?
    ) throws(ONNXError) {
        let type = context.elementType(0)
        guard let data = context.shape(0) else {
            context.set(0, type, nil)
            return
        }
        guard data.count == 4 else { throw context.failure("it takes [N, C, H, W], found \(data.text)") }
        let block = try context.node.integer("blocksize")
        guard (1...1 << 10).contains(block) else {
            throw context.node.refusal("blocksize", "\(block) is out of range")
        }
        guard let sizes = Array(data.dropFirst()).sizes else {
            context.set(0, type, [data[0], .unknown, .unknown, .unknown])
            return
        }
        guard let moved = move(sizes[0], sizes[1], sizes[2], block) else {
            throw context.failure("\(data.text) has no whole blocks of \(block)")
        }
        context.set(0, type, [data[0]] + moved.map { DimensionArithmetic.dimension($0) })
    }
}
