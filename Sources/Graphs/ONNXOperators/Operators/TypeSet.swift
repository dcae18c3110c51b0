package import ONNX

/// The type of an operand as operator schemas compare it: without a shape.
package enum OperandType: Sendable, Hashable {
    case tensor(ElementType)
    case sequence(ElementType)
    case optional(ElementType)
    case optionalSequence(ElementType)
    /// Anything else, its shapes taken away.
    case other(ValueType)

    package init(_ type: ValueType) {
        switch type {
        case .tensor(let element, _): self = .tensor(element)
        case .sequence(.tensor(let element, _)): self = .sequence(element)
        case .optional(.tensor(let element, _)): self = .optional(element)
        case .optional(.sequence(.tensor(let element, _))): self = .optionalSequence(element)
        default: self = .other(Self.withoutShapes(type))
        }
    }

    /// As a value's type, of unknown shape.
    package var valueType: ValueType {
        switch self {
        case .tensor(let element): .tensor(element, shape: nil)
        case .sequence(let element): .sequence(.tensor(element, shape: nil))
        case .optional(let element): .optional(.tensor(element, shape: nil))
        case .optionalSequence(let element): .optional(.sequence(.tensor(element, shape: nil)))
        case .other(let type): type
        }
    }

    /// Whether an element type in it is left open, which the standard has no name for.
    package var isUndefined: Bool {
        switch self {
        case .tensor(let element), .sequence(let element), .optional(let element), .optionalSequence(let element):
            element == .undefined
        case .other(let type): Self.isUndefined(type)
        }
    }

    private static func isUndefined(_ type: ValueType) -> Bool {
        switch type {
        case .tensor(let element, _), .sparseTensor(let element, _): element == .undefined
        case .sequence(let element), .optional(let element): isUndefined(element)
        case .map(let key, let value): key == .undefined || isUndefined(value)
        case .opaque: false
        }
    }

    private static func withoutShapes(_ type: ValueType) -> ValueType {
        switch type {
        case .tensor(let element, _): .tensor(element, shape: nil)
        case .sparseTensor(let element, _): .sparseTensor(element, shape: nil)
        case .sequence(let element): .sequence(withoutShapes(element))
        case .optional(let element): .optional(withoutShapes(element))
        case .map(let key, let value): .map(key: key, value: withoutShapes(value))
        case .opaque: type
        }
    }
}

extension OperandType: CustomStringConvertible {
    /// As the standard writes it: `tensor(float)`, `seq(tensor(int64))`.
    package var description: String { Self.text(valueType) }

    private static func text(_ type: ValueType) -> String {
        switch type {
        case .tensor(let element, _): "tensor(\(element))"
        case .sparseTensor(let element, _): "sparse_tensor(\(element))"
        case .sequence(let element): "seq(\(text(element)))"
        case .optional(let element): "optional(\(text(element)))"
        case .map(let key, let value): "map(\(key),\(text(value)))"
        case .opaque(let domain, let name): "opaque(\(domain),\(name))"
        }
    }
}

/// The types that an operand may have.
package struct TypeSet: Sendable, Hashable {
    /// One bit for each element type, by its number.
    package private(set) var tensors: UInt32 = 0
    package private(set) var sequences: UInt32 = 0
    package private(set) var optionals: UInt32 = 0
    package private(set) var optionalSequences: UInt32 = 0

    /// Adds a mask, named by its letter in the table.
    package mutating func set(_ mask: UInt32, for letter: UInt8) {
        switch letter {
        case UInt8(ascii: "t"): tensors = mask
        case UInt8(ascii: "s"): sequences = mask
        case UInt8(ascii: "o"): optionals = mask
        case UInt8(ascii: "q"): optionalSequences = mask
        default: preconditionFailure("a set of types in the operator table is broken")
        }
    }

    package func contains(_ type: OperandType) -> Bool {
        switch type {
        case .tensor(let element): tensors & 1 << UInt32(element.rawValue) != 0
        case .sequence(let element): sequences & 1 << UInt32(element.rawValue) != 0
        case .optional(let element): optionals & 1 << UInt32(element.rawValue) != 0
        case .optionalSequence(let element): optionalSequences & 1 << UInt32(element.rawValue) != 0
        case .other: false
        }
    }

    /// The type, if there is exactly one.
    package var only: OperandType? { count == 1 ? all.first : nil }

    package var count: Int {
        [tensors, sequences, optionals, optionalSequences].reduce(0) { $0 + $1.nonzeroBitCount }
    }

    /// Every type, tensors first.
    package var all: [OperandType] {
        func elements(_ mask: UInt32) -> [ElementType] {
            ElementType.allCases.filter { mask & 1 << UInt32($0.rawValue) != 0 }
        }
        return elements(tensors).map { .tensor($0) } + elements(sequences).map { .sequence($0) }
            + elements(optionals).map { .optional($0) } + elements(optionalSequences).map { .optionalSequence($0) }
    }
}

extension TypeSet: CustomStringConvertible {
    /// `tensor(float), tensor(double)`; long lists are cut.
    package var description: String {
        let types = all
        let shown = types.prefix(6).map(\.description).joined(separator: ", ")
        return types.count > 6 ? "\(shown) and \(types.count - 6) more" : shown
    }
}
