internal import ONNX

/// Operators on lists of tensors.
enum Sequences {
    static func empty(_ context: inout NodeContext) throws {
        context.set(0, .sequence(.tensor(try context.elementTypeAttribute("dtype") ?? .float, shape: nil)))
    }

    static func construct(_ context: inout NodeContext) throws {
        guard !context.inputs.isEmpty else { throw context.failure("expected at least one input") }
        let type = try context.knownType(0).elementType ?? .undefined
        for index in context.inputs.indices {
            guard try context.knownType(index).elementType ?? .undefined == type else {
                throw context.failure("inputs 0 and \(index) differ in type")
            }
        }
        var shape = context.shape(0)
        for index in context.inputs.indices.dropFirst() {
            guard let other = context.shape(index) else {
                shape = nil
                break
            }
            shape = shape.flatMap { DimensionArithmetic.union($0, other) }
        }
        context.set(0, .sequence(.tensor(type, shape: shape)))
    }

    static func insert(_ context: inout NodeContext) throws {
        let elements = elements(try context.knownType(0))
        let type = elements?.elementType ?? .undefined
        guard try context.knownType(1).elementType ?? .undefined == type else {
            throw context.failure("a tensor of another type than the sequence's \(type)")
        }
        var shape: [Dimension]?
        if let own = elements?.shape, let other = context.shape(1) { shape = DimensionArithmetic.union(own, other) }
        context.set(0, .sequence(.tensor(type, shape: shape)))
    }

    static func at(_ context: inout NodeContext) throws {
        if let type = elements(try context.knownType(0)) { context.set(0, type) }
    }

    static func erase(_ context: inout NodeContext) throws {
        context.set(0, try context.knownType(0))
    }

    static func length(_ context: inout NodeContext) throws {
        context.set(0, .int64, [])
    }

    static func concat(_ context: inout NodeContext) throws {
        let elements = elements(try context.knownType(0))
        let type = elements?.elementType ?? .undefined
        context.set(0, .tensor(type, shape: nil))
        guard let part = elements?.shape else { return }
        let stated = try context.node.integer("axis")
        let isNew = try context.node.integer("new_axis", default: 0)
        guard isNew == 0 || isNew == 1 else { throw context.node.refusal("new_axis", "\(isNew) is neither 0 nor 1") }
        let axis = try context.axis(stated, rank: part.count + isNew)
        var shape = part
        if isNew == 1 { shape.insert(.unknown, at: axis) } else { shape[axis] = .unknown }
        context.set(0, .tensor(type, shape: shape))
    }

    static func split(_ context: inout NodeContext) throws {
        let type = try context.knownType(0).elementType ?? .undefined
        context.set(0, .sequence(.tensor(type, shape: nil)))
        guard let data = context.shape(0) else { return }
        let axis = try context.axis(try context.node.integer("axis", default: 0), rank: data.count)
        let hasSizes = context.node.inputs.count > 1
        if !hasSizes, !(try context.node.flag("keepdims", default: true)) {
            var shape = data
            shape.remove(at: axis)
            context.set(0, .sequence(.tensor(type, shape: shape)))
            return
        }
        let size = hasSizes ? try partSize(context, data[axis]) : 1
        let dimension = size.map { $0 > 0 ? .fixed($0) : .unknown } ?? Dimension.unknown
        context.set(0, .sequence(.tensor(type, shape: data.replacing(axis, with: dimension))))
    }

    /// The size of every part, if they have the same.
    private static func partSize(_ context: NodeContext, _ whole: Dimension) throws -> Int? {
        guard let shape = context.shape(1),
            let sizes = try context.integers(1, of: [.int32, .int64], "'split'")
        else { return nil }
        guard !sizes.isEmpty else { throw context.failure("'split' is empty") }
        guard case .fixed(let whole) = whole else { return nil }
        if shape.isEmpty {
            guard sizes[0] > 0 else { throw context.failure("parts of \(sizes[0])") }
            return whole.isMultiple(of: sizes[0]) ? sizes[0] : nil
        }
        var sum = 0
        for size in sizes { sum = try context.sum(sum, size) }
        guard sum == whole else { throw context.failure("the parts \(sizes) are not the \(whole) of the axis") }
        return Set(sizes).count == 1 ? sizes[0] : nil
    }

    private static func elements(_ type: ValueType) -> ValueType? {
        if case .sequence(let element) = type { element } else { nil }
    }
}
