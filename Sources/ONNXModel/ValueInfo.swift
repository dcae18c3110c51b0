/// The name and type of a value: a graph's input, output, or something between.
public struct ValueInfo: Sendable, Equatable {
    public var name: String
    public var type: ValueType?
    public var docString: String
    var unknownFields: UnknownFields

    public init(_ name: String, _ type: ValueType?, docString: String = "") {
        self.name = name
        self.type = type
        self.docString = docString
        unknownFields = UnknownFields()
    }
}

/// The type of a value.
public indirect enum ValueType: Sendable, Hashable {
    /// `shape` is `nil` where even the rank is unknown.
    case tensor(ElementType, shape: [Dimension]?)
    case sparseTensor(ElementType, shape: [Dimension]?)
    case sequence(ValueType)
    case map(key: ElementType, value: ValueType)
    case optional(ValueType)
}

/// The size of one axis.
public enum Dimension: Sendable, Hashable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    case fixed(Int)
    /// The same name is the same size throughout a graph.
    case symbolic(String)
    case unknown

    public init(integerLiteral value: Int) { self = .fixed(value) }

    public var description: String {
        switch self {
        case .fixed(let size): String(size)
        case .symbolic(let name): name
        case .unknown: "?"
        }
    }
}
