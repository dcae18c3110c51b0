/// A named attribute of a node.
package struct Attribute: Sendable, Equatable {
    package var name: String
    package var value: AttributeValue
    package var docString: String
    package var unknownFields: UnknownFields

    package init(_ name: String, _ value: AttributeValue, docString: String = "") {
        self.name = name
        self.value = value
        self.docString = docString
        unknownFields = UnknownFields()
    }
}

/// What an attribute holds, one case for each type of `AttributeProto.AttributeType`.
package indirect enum AttributeValue: Sendable, Equatable {
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
    /// In the body of a function: the attribute of the calling node to use here.
    case reference(to: String, type: Int32)

    /// A string attribute from text.
    package static func text(_ text: String) -> AttributeValue { .string(Array(text.utf8)) }
}

/// A sparse tensor in coordinate form.
package struct SparseTensor: Sendable, Equatable {
    /// The non-zero values, `[NNZ]`. Its name is the name of the sparse tensor.
    package var values: Tensor
    /// Their places, `[NNZ]` (linear) or `[NNZ, rank]`.
    package var indices: Tensor
    package var shape: [Int]
    var unknownFields = UnknownFields()

    package init(values: Tensor, indices: Tensor, shape: [Int]) {
        self.values = values
        self.indices = indices
        self.shape = shape
    }
}
