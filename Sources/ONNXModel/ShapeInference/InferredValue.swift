/// What is known of a value before anything runs.
struct InferredValue: Sendable {
    /// `nil`: not even the kind.
    var type: ValueType?
    /// The elements, where the value is a small constant of integers, as shapes are.
    var constant: IntegerConstant?
    /// The elements, where the value is a short constant list of floats, as scales are.
    var floats: [Float]?

    init(_ type: ValueType?, constant: IntegerConstant? = nil, floats: [Float]? = nil) {
        self.type = type
        self.constant = constant
        self.floats = floats
    }

    /// A constant tensor, with its elements if it is small enough to be a shape or scales.
    init(_ tensor: Tensor, _ files: ExternalFiles?) {
        type = .tensor(tensor.elementType, shape: tensor.shape.map { DimensionArithmetic.dimension($0) })
        constant = IntegerConstant(tensor, files)
        if tensor.elementType == .float, tensor.shape.count == 1, tensor.shape[0] <= 8 {
            floats = try? tensor.floats(in: files)
        }
    }

    var shape: [Dimension]? {
        if case .tensor(_, let shape) = type { shape } else { nil }
    }

    var elementType: ElementType? {
        if case .tensor(let elementType, _) = type { elementType } else { nil }
    }
}

/// A scalar or a list of integers of which some may be known by name only: the shape of `[N, 3, 224, 224]`.
struct IntegerConstant: Sendable, Equatable {
    /// More are never a shape.
    static let countLimit = 64

    var elements: [Dimension]
    var isScalar: Bool

    init(_ elements: [Dimension], isScalar: Bool = false) {
        self.elements = elements
        self.isScalar = isScalar
    }

    /// The elements of a small integer tensor; `nil` for every other tensor.
    init?(_ tensor: Tensor, _ files: ExternalFiles?) {
        guard tensor.elementType == .int64 || tensor.elementType == .int32, tensor.shape.count <= 1,
            let count = tensor.elementCount, count <= Self.countLimit, let values = try? tensor.integers(in: files)
        else { return nil }
        self.init(values.map { .fixed(Int($0)) }, isScalar: tensor.shape.isEmpty)
    }

    /// The elements, if all are known.
    var integers: [Int]? {
        var values: [Int] = []
        for element in elements {
            guard case .fixed(let value) = element else { return nil }
            values.append(value)
        }
        return values
    }

    /// The only element of a scalar, or of a list of one.
    var single: Int? { elements.count == 1 ? elements[0].size : nil }

    var shape: [Dimension] { isScalar ? [] : [.fixed(elements.count)] }
}
