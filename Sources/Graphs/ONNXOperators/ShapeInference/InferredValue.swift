package import ONNX

/// What is known of a value before anything runs.
package struct InferredValue: Sendable {
    /// `nil`: not even the kind.
    package var type: ValueType?
    /// The elements, where the value is a small constant of integers, as shapes are.
    package var constant: IntegerConstant?
    /// The constant itself, where the value is an initializer or a `Constant` node's. Its payload is not touched unless
    /// a rule asks for it.
    package var tensor: Tensor? { box?.tensor }
    /// In a box, since most values are none: a large graph has millions.
    private var box: Box?
    /// Whether it comes from a node whose rule failed, directly or not: what goes wrong because of that is not a problem of
    /// its own.
    package var followsFailure = false

    package init(_ type: ValueType?, constant: IntegerConstant? = nil, tensor: Tensor? = nil) {
        self.type = type
        self.constant = constant
        box = tensor.map(Box.init)
    }

    private final class Box: Sendable {
        let tensor: Tensor

        init(_ tensor: Tensor) { self.tensor = tensor }
    }

    /// The same value, of which onnx does not know that it is a constant.
    package var withoutTensor: InferredValue {
        var value = self
        value.box = nil
        return value
    }

    /// A constant tensor, with its elements if it is small enough to be a shape.
    package init(_ tensor: Tensor, _ files: ExternalFiles?) {
        type = .tensor(tensor.elementType, shape: tensor.shape.map { .fixed($0) })
        constant = IntegerConstant(tensor, files)
        box = Box(tensor)
    }

    package var shape: [Dimension]? { type?.shape }
    package var elementType: ElementType? { type?.elementType }

    /// Whether its elements are known here and not to onnx, which computes nothing from values unless asked to, and does
    /// not look at the constants of outer graphs.
    package var hasFoldedElements: Bool { constant?.isFolded == true || isTensorFolded }
    private var isTensorFolded = false

    /// The same value in a graph inside of its own.
    package var seenFromInside: InferredValue {
        var value = self
        value.constant?.isFolded = true
        value.isTensorFolded = tensor != nil
        return value
    }

    /// Without the elements that onnx does not know.
    package var withoutFoldedElements: InferredValue {
        var value = self
        if constant?.isFolded == true { value.constant = nil }
        if isTensorFolded { value.box = nil }
        return value
    }
}

/// A scalar or a list of integers of which some may be known by name only: the shape of `[N, 3, 224, 224]`.
package struct IntegerConstant: Sendable, Equatable {
    /// More are never a shape.
    package static let countLimit = 64

    package var elements: [Dimension]
    package var isScalar: Bool
    /// Whether it follows from other values; else the file itself states it.
    package var isFolded = true

    package init(_ elements: [Dimension], isScalar: Bool = false, isFolded: Bool = true) {
        self.elements = elements
        self.isScalar = isScalar
        self.isFolded = isFolded
    }

    /// The elements of a small integer tensor; `nil` for every other tensor.
    package init?(_ tensor: Tensor, _ files: ExternalFiles?) {
        guard tensor.elementType == .int64 || tensor.elementType == .int32, tensor.shape.count <= 1,
            let count = tensor.elementCount, count <= Self.countLimit, let values = try? tensor.integers(in: files)
        else { return nil }
        self.init(values.map { .fixed(Int($0)) }, isScalar: tensor.shape.isEmpty, isFolded: false)
    }

    /// The elements, if all are known.
    package var integers: [Int]? { elements.sizes }

    /// The only element of a scalar, or of a list of one.
    package var single: Int? { elements.count == 1 ? elements[0].size : nil }

    package var shape: [Dimension] { isScalar ? [] : [.fixed(elements.count)] }
}
