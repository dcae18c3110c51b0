internal import ONNX

/// Operators that pick elements, or say where they are.
enum Indexing {
    static func gather(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0), let indices = context.shape(1) else { return }
        guard !data.isEmpty else { throw context.failure("scalars are not accepted") }
        let axis = try context.axis(try context.node.integer("axis", default: 0), rank: data.count)
        let shape = Array(data[..<axis]) + indices + Array(data[(axis + 1)...])
        context.set(0, type, shape, constant: shape.count <= 1 ? gatheredConstant(context) : nil)
    }

    private static func gatheredConstant(_ context: NodeContext) -> IntegerConstant? {
        guard let values = context.elements(0), let places = context.constant(1), let indices = places.integers
        else { return nil }
        var elements: [Dimension] = []
        for index in indices {
            let place = index < 0 ? index + values.count : index
            guard values.indices.contains(place) else { return nil }
            elements.append(values[place])
        }
        return IntegerConstant(elements, isScalar: places.isScalar)
    }

    static func gatherElements(_ context: inout NodeContext) throws {
        context.set(0, try context.element(0), context.shape(1))
    }

    static func gatherND(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        let batch = context.opset < 12 ? 0 : try context.node.integer("batch_dims", default: 0)
        guard let data = context.shape(0), let indices = context.shape(1) else { return }
        guard !data.isEmpty, let last = indices.last else { throw context.failure("scalars are not accepted") }
        guard case .fixed(let depth) = last else { return }
        let start = try context.sum(depth, batch)
        guard start <= data.count else {
            throw context.failure("indices \(indices.text) are deeper than data \(data.text)")
        }
        guard start >= 0 else { throw context.node.refusal("batch_dims", "\(batch) is out of range") }
        let shape = Array(indices.dropLast()) + Array(data[start...])
        // onnx does not say of a result without axes that it has none.
        context.set(0, type, shape.isEmpty && context.asOnnx ? nil : shape)
    }

    static func topK(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        context.set(1, .int64, nil)
        guard let data = context.shape(0) else { return }
        let axis = try context.axis(try context.node.integer("axis", default: -1), rank: data.count)
        var count: Int?
        if context.opset < 10 {
            count = try context.node.integer("k")
        } else {
            guard context.node.inputs.count > 1 else { throw context.failure("K is missing") }
            if let values = try context.integers(1, "K") {
                guard context.shape(1) == nil || context.shape(1)?.count == 1, values.count == 1 else {
                    if data[axis].size == nil { return setAll(&context, type, .open(data.count)) }
                    throw context.failure("K must be a list of one number")
                }
                count = values[0]
            }
        }
        guard let count else {
            return setAll(&context, type, context.asOnnx ? .open(data.count) : data.replacing(axis, with: .unknown))
        }
        if case .fixed(let size) = data[axis], size < count {
            throw context.failure("\(count) elements of an axis of \(size)")
        }
        if context.opset < 10, count <= 0 { throw context.node.refusal("k", "\(count) is out of range") }
        setAll(&context, type, data.replacing(axis, with: .fixed(count)))
    }

    private static func setAll(_ context: inout NodeContext, _ type: ElementType, _ shape: [Dimension]) {
        context.set(0, type, shape)
        context.set(1, .int64, shape)
    }

    static func nonZero(_ context: inout NodeContext) throws {
        context.set(0, .int64, [context.shape(0).map { .fixed($0.count) } ?? .unknown, .unknown])
    }

    static func oneHot(_ context: inout NodeContext) throws {
        guard context.node.inputs.count == 3 else {
            throw context.failure("expected 3 inputs, found \(context.node.inputs.count)")
        }
        if context.opset < 11,
            try context.integers(0, of: Set(ElementType.allCases), "indices")?.contains(where: { $0 < 0 }) == true
        {
            throw context.failure("negative indices")
        }
        let depth = try depth(context)
        if let values = try context.shape(2, rank: 1), let size = values[0].size, size != 2 {
            throw context.failure("'values' has \(size) elements, not 2")
        }
        let type = try context.element(2)
        context.set(0, type, nil)
        guard let indices = context.shape(0) else { return }
        guard !indices.isEmpty else { throw context.failure("the indices are a scalar") }
        let axis = try context.axis(try context.node.integer("axis", default: -1), rank: indices.count + 1)
        var shape = indices
        shape.insert(depth.map { .fixed($0) } ?? .unknown, at: axis)
        context.set(0, type, shape)
    }

    /// A scalar or a list of one, of any numbers.
    private static func depth(_ context: NodeContext) throws -> Int? {
        guard let shape = context.shape(1) else { return nil }
        guard shape.count <= 1, (shape.first?.size ?? 1) <= 1 else {
            throw context.failure("'depth' is not a single number: \(shape.text)")
        }
        var depth = context.constant(1)?.single
        if depth == nil, let tensor = context.input(1)?.tensor, tensor.elementType == .float {
            depth = try context.floats(1, "depth")?.first.flatMap { Int(exactly: $0.rounded(.towardZero)) }
        }
        if let depth, depth < 0 { throw context.failure("a depth of \(depth)") }
        return depth
    }

    static func nonMaxSuppression(_ context: inout NodeContext) throws {
        context.set(0, .int64, [.unknown, 3])
    }

    /// The elements that a condition picks, along an axis or of the flat tensor.
    static func compress(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        let stated = try context.node.integerIfPresent("axis")
        guard let data = context.shape(0) else {
            context.set(0, type, stated == nil ? [.unknown] : nil)
            return
        }
        guard !data.isEmpty else { throw context.failure("scalars are not accepted") }
        guard let stated else {
            context.set(0, type, [.unknown])
            return
        }
        context.set(0, type, data.replacing(try context.axis(stated, rank: data.count), with: .unknown))
    }

    static func unique(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        for index in 1..<4 { context.set(index, .int64, [.unknown]) }
        guard let stated = try context.node.integerIfPresent("axis") else {
            context.set(0, type, [.unknown])
            return
        }
        context.set(0, type, nil)
        guard let data = context.shape(0) else { return }
        context.set(0, type, data.replacing(try context.axis(stated, rank: data.count), with: .unknown))
    }

    /// Updates are written into a cache along one axis, at places that input 2 names for each batch.
    static func tensorScatter(_ context: inout NodeContext) throws {
        try context.copy()
        if let cache = context.shape(0), let update = context.shape(1) {
            guard cache.count == update.count else {
                throw context.failure("cache \(cache.text) and update \(update.text) differ in rank")
            }
            let stated = try context.node.integer("axis", default: -2)
            let axis = stated < 0 ? try context.sum(stated, cache.count) : stated
            guard axis > 0, axis < cache.count else { throw context.node.refusal("axis", "\(stated) is out of range") }
            for index in cache.indices where index != axis {
                var size = cache[index]
                try context.unify(&size, update[index])
            }
        }
        guard let places = try context.shape(2, rank: 1), let cache = context.shape(0) else { return }
        guard var batch = cache.first else { throw context.failure("the cache is a scalar") }
        try context.unify(&batch, places[0])
    }
}
