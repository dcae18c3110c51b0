/// The name and type of a value: a graph's input, output, or something between.
package struct ValueInfo: Sendable, Equatable {
    package var name: String
    package var type: ValueType?
    package var docString: String
    package var metadata: [MetadataEntry] = []
    var unknownFields: UnknownFields
    /// The type as the file has it, where it says more than ``type`` can: denotations, unknown fields.
    package var statedType: StatedType?

    package init(_ name: String, _ type: ValueType?, docString: String = "") {
        self.name = name
        self.type = type
        self.docString = docString
        unknownFields = UnknownFields()
    }
}

/// The type of a value.
package indirect enum ValueType: Sendable, Hashable {
    /// `shape` is `nil` where even the rank is unknown.
    case tensor(ElementType, shape: [Dimension]?)
    case sparseTensor(ElementType, shape: [Dimension]?)
    case sequence(ValueType)
    case map(key: ElementType, value: ValueType)
    case optional(ValueType)
    case opaque(domain: String, name: String)

    /// The shape of a dense or sparse tensor; `nil` for every other type, and where it is unknown.
    package var shape: [Dimension]? {
        switch self {
        case .tensor(_, let shape), .sparseTensor(_, let shape): shape
        case .sequence, .map, .optional, .opaque: nil
        }
    }

    /// The element type of a dense or sparse tensor.
    package var elementType: ElementType? {
        switch self {
        case .tensor(let type, _), .sparseTensor(let type, _): type
        case .sequence, .map, .optional, .opaque: nil
        }
    }
}

extension ValueType: CustomStringConvertible {
    /// `float [1, 3, 224, 224]`, `sequence of int64 []`.
    package var description: String {
        func text(_ type: ElementType, _ shape: [Dimension]?) -> String {
            "\(type)" + (shape.map { " [" + $0.map(\.description).joined(separator: ", ") + "]" } ?? "")
        }
        return switch self {
        case .tensor(let type, let shape): text(type, shape)
        case .sparseTensor(let type, let shape): "sparse " + text(type, shape)
        case .sequence(let element): "sequence of \(element)"
        case .map(let key, let value): "map from \(key) to \(value)"
        case .optional(let element): "optional \(element)"
        case .opaque(let domain, let name): domain.isEmpty ? name : "\(domain).\(name)"
        }
    }
}

/// A type as it lies on the wire, and what was read from it.
package struct StatedType: Sendable, Equatable {
    var type: ValueType?
    package var bytes: [UInt8]
}

/// The size of one axis.
package enum Dimension: Sendable, Hashable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    case fixed(Int)
    /// The same name is the same size throughout a graph.
    case symbolic(String)
    case unknown

    package init(integerLiteral value: Int) { self = .fixed(value) }

    /// The size, if it is a number.
    package var size: Int? {
        if case .fixed(let size) = self { size } else { nil }
    }

    package var description: String {
        switch self {
        case .fixed(let size): String(size)
        case .symbolic(let name): name
        case .unknown: "?"
        }
    }
}
