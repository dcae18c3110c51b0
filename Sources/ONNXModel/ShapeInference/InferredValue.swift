/// What is known of a value before anything runs.
struct InferredValue: Sendable {
    /// `nil`: not even the kind.
    var type: ValueType?
    /// The elements, where the value is a small constant of integers, as shapes are.
    var constant: IntegerConstant?
    /// The constant itself, where the value is an initializer or a `Constant` node's. Its payload is not touched unless
    /// a rule asks for it.
    var tensor: Tensor?

    init(_ type: ValueType?, constant: IntegerConstant? = nil, tensor: Tensor? = nil) {
        self.type = type
        self.constant = constant
        self.tensor = tensor
    }

    /// A constant tensor, with its elements if it is small enough to be a shape.
    init(_ tensor: Tensor, _ files: ExternalFiles?) {
        type = .tensor(tensor.elementType, shape: tensor.shape.map { .fixed($0) })
        constant = IntegerConstant(tensor, files)
        self.tensor = tensor
    }

    var shape: [Dimension]? { type?.shape }
    var elementType: ElementType? { type?.elementType }

    /// Whether its elements are known here and not to onnx, which computes nothing from values unless asked to, and does
    /// not look at the constants of outer graphs.
    var hasFoldedElements: Bool { constant?.isFolded == true || isTensorFolded }
    private var isTensorFolded = false

    /// The same value in a graph inside of its own.
    var seenFromInside: InferredValue {
        var value = self
        value.constant?.isFolded = true
        value.isTensorFolded = tensor != nil
        return value
    }

    /// Without the elements that onnx does not know.
    var withoutFoldedElements: InferredValue {
        var value = self
        if constant?.isFolded == true { value.constant = nil }
        if isTensorFolded { value.tensor = nil }
        return value
    }
}

/// A scalar or a list of integers of which some may be known by name only: the shape of `[N, 3, 224, 224]`.
struct IntegerConstant: Sendable, Equatable {
    /// More are never a shape.
    static let countLimit = 64

    var elements: [Dimension]
    var isScalar: Bool
    /// Whether it follows from other values; else the file itself states it.
    var isFolded = true

    init(_ elements: [Dimension], isScalar: Bool = false, isFolded: Bool = true) {
        self.elements = elements
        self.isScalar = isScalar
        self.isFolded = isFolded
    }

    /// The elements of a small integer tensor; `nil` for every other tensor.
    init?(_ tensor: Tensor, _ files: ExternalFiles?) {
        guard tensor.elementType == .int64 || tensor.elementType == .int32, tensor.shape.count <= 1,
            let count = tensor.elementCount, count <= Self.countLimit, let values = try? tensor.integers(in: files)
        else { return nil }
        self.init(values.map { .fixed(Int($0)) }, isScalar: tensor.shape.isEmpty, isFolded: false)
    }

    /// The elements, if all are known.
    var integers: [Int]? { elements.sizes }

    /// The only element of a scalar, or of a list of one.
    var single: Int? { elements.count == 1 ? elements[0].size : nil }

    var shape: [Dimension] { isScalar ? [] : [.fixed(elements.count)] }
}
