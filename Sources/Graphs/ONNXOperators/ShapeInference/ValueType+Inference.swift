package import ONNX

extension ValueType {
    /// The type with negative sizes, which no axis can have, made unknown. While inferring they are numbers like others,
    /// so that what contradicts them is found.
    package var bounded: ValueType {
        func bounded(_ shape: [Dimension]?) -> [Dimension]? {
            guard let shape, shape.contains(where: { ($0.size ?? 0) < 0 }) else { return shape }
            return shape.map { ($0.size ?? 0) < 0 ? .unknown : $0 }
        }
        return switch self {
        case .tensor(let element, let shape): .tensor(element, shape: bounded(shape))
        case .sparseTensor(let element, let shape): .sparseTensor(element, shape: bounded(shape))
        case .sequence(let element): .sequence(element.bounded)
        case .optional(let element): .optional(element.bounded)
        case .map(let key, let value): .map(key: key, value: value.bounded)
        case .opaque: self
        }
    }

    /// Of the same kind, with nothing known of the shape.
    package var withoutShape: ValueType {
        switch self {
        case .tensor(let element, _): .tensor(element, shape: nil)
        case .sparseTensor(let element, _): .sparseTensor(element, shape: nil)
        case .sequence(let element): .sequence(element.withoutShape)
        case .optional(let element): .optional(element.withoutShape)
        case .map, .opaque: self
        }
    }

    /// Whether both are tensors, or both sequences, and so on.
    package func isOfKind(of other: ValueType) -> Bool {
        switch (self, other) {
        case (.tensor, .tensor), (.sparseTensor, .sparseTensor), (.sequence, .sequence), (.optional, .optional),
            (.map, .map), (.opaque, .opaque):
            true
        default: false
        }
    }

    /// What two statements on one type say together, the first one's names of sizes before the second one's; `nil` if
    /// they contradict each other.
    package static func merge(_ first: ValueType, _ second: ValueType) -> ValueType? {
        switch (first, second) {
        case (.tensor(let type, let shape), .tensor(let otherType, let otherShape)):
            guard let element = mergeElements(type, otherType), areMergeable(shape, otherShape) else { return nil }
            return .tensor(element, shape: mergeShapes(shape, otherShape))
        case (.sparseTensor(let type, let shape), .sparseTensor(let otherType, let otherShape)):
            guard let element = mergeElements(type, otherType), areMergeable(shape, otherShape) else { return nil }
            return .sparseTensor(element, shape: mergeShapes(shape, otherShape))
        case (.sequence(let one), .sequence(let other)): return merge(one, other).map { .sequence($0) }
        case (.optional(let one), .optional(let other)): return merge(one, other).map { .optional($0) }
        case (.map(let key, let one), .map(let otherKey, let other)):
            guard let common = mergeElements(key, otherKey), let value = merge(one, other) else { return nil }
            return .map(key: common, value: value)
        case (.opaque, .opaque): return first == second ? first : nil
        default: return nil
        }
    }

    private static func mergeElements(_ first: ElementType, _ second: ElementType) -> ElementType? {
        if first == .undefined { return second }
        return second == .undefined || first == second ? first : nil
    }

    private static func areMergeable(_ first: [Dimension]?, _ second: [Dimension]?) -> Bool {
        guard let first, let second else { return true }
        return DimensionArithmetic.merge(first, second) != nil
    }

    private static func mergeShapes(_ first: [Dimension]?, _ second: [Dimension]?) -> [Dimension]? {
        guard let first, let second else { return first ?? second }
        return DimensionArithmetic.merge(first, second)
    }

    /// What is true of two types of which either may be the one; `nil` if they are of different kinds.
    package static func union(_ first: ValueType, _ second: ValueType) -> ValueType? {
        func union(_ first: [Dimension]?, _ second: [Dimension]?) -> [Dimension]? {
            guard let first, let second else { return nil }
            return DimensionArithmetic.union(first, second)
        }
        switch (first, second) {
        case (.tensor(let type, let shape), .tensor(let otherType, let other)) where type == otherType:
            return .tensor(type, shape: union(shape, other))
        case (.sparseTensor(let type, let shape), .sparseTensor(let otherType, let other)) where type == otherType:
            return .sparseTensor(type, shape: union(shape, other))
        case (.sequence(let one), .sequence(let other)): return Self.union(one, other).map { .sequence($0) }
        case (.optional(let one), .optional(let other)): return Self.union(one, other).map { .optional($0) }
        case (.map(let key, let one), .map(let otherKey, let other)) where key == otherKey:
            return Self.union(one, other).map { .map(key: key, value: $0) }
        case (.opaque, .opaque): return first
        default: return nil
        }
    }

    /// `float [1, 3, 224, 224]`, for messages.
    package var text: String {
        switch self {
        case .tensor(let element, let shape): "\(element) \(shape?.text ?? "of unknown rank")"
        case .sparseTensor(let element, let shape): "sparse \(element) \(shape?.text ?? "of unknown rank")"
        case .sequence(let element): "a sequence of \(element.text)"
        case .optional(let element): "an optional \(element.text)"
        case .map(let key, let value): "a map from \(key) to \(value.text)"
        case .opaque(let domain, let name): "opaque \(domain).\(name)"
        }
    }
}
