/// A named attribute of a node.
public struct Attribute: Sendable, Equatable {
    public var name: String
    public var value: AttributeValue
    public var docString: String
    var unknownFields: UnknownFields

    public init(_ name: String, _ value: AttributeValue, docString: String = "") {
        self.name = name
        self.value = value
        self.docString = docString
        unknownFields = UnknownFields()
    }
}

/// What an attribute holds, one case for each type of `AttributeProto.AttributeType`.
public indirect enum AttributeValue: Sendable, Equatable {
    case float(Float)
    case integer(Int64)
    /// Bytes, by convention UTF-8.
    case string([UInt8])
    case tensor(Tensor)
    case graph(Graph)
    case sparseTensor(SparseTensor)
    case type(ValueType)
    case floats([Float])
    case integers([Int64])
    case strings([[UInt8]])
    case tensors([Tensor])
    case graphs([Graph])
    case sparseTensors([SparseTensor])
    case types([ValueType])
    /// In the body of a function: the attribute of the calling node that stands here.
    case reference(to: String, type: Int32)

    /// A string attribute from text.
    public static func text(_ text: String) -> AttributeValue { .string(Array(text.utf8)) }
}

/// A sparse tensor in coordinate form.
public struct SparseTensor: Sendable, Equatable {
    /// The non-zero values, `[NNZ]`. Its name is the name of the sparse tensor.
    public var values: Tensor
    /// Their places, `[NNZ]` (linear) or `[NNZ, rank]`.
    public var indices: Tensor
    public var shape: [Int]
    var unknownFields = UnknownFields()

    public init(values: Tensor, indices: Tensor, shape: [Int]) {
        self.values = values
        self.indices = indices
        self.shape = shape
    }
}
