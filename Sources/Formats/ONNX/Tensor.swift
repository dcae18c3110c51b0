package import Support

/// A constant tensor: an initializer, or the value of an attribute.
package struct Tensor: Sendable, Equatable {
    package var name: String
    /// The sizes of its axes; empty for a scalar.
    package var shape: [Int]
    package var elementType: ElementType
    package var data: TensorData
    package var docString: String
    package var metadata: [MetadataEntry] = []
    var unknownFields: UnknownFields
    /// `begin` and `end` where this is one chunk of a larger tensor, a form that no exporter writes.
    package var segment: TensorSegment?

    package init(
        name: String = "", shape: [Int], elementType: ElementType, data: TensorData, docString: String = ""
    ) {
        self.name = name
        self.shape = shape
        self.elementType = elementType
        self.data = data
        self.docString = docString
        unknownFields = UnknownFields()
    }

    /// A float32 tensor, in row-major order.
    package init(name: String = "", shape: [Int], floats: [Float]) {
        self.init(name: name, shape: shape, elementType: .float, data: .raw(ByteView(elements: floats)))
    }

    /// An int64 tensor, in row-major order.
    package init(name: String = "", shape: [Int], integers: [Int64]) {
        self.init(name: name, shape: shape, elementType: .int64, data: .raw(ByteView(elements: integers)))
    }

    /// The product of ``shape``; `nil` if an axis is negative or the product overflows.
    package var elementCount: Int? { checkedProduct(shape) }
}

/// Where a tensor's elements are, in the forms that a `TensorProto` has for them.
package enum TensorData: Sendable, Equatable {
    /// `raw_data`: little-endian, row-major.
    case raw(ByteView)
    case floats([Float])
    /// `int32_data`, which also holds the narrow integers, bools and float16's bits.
    case int32s([Int32])
    case int64s([Int64])
    case doubles([Double])
    /// `uint64_data`, which also holds uint32.
    case uint64s([UInt64])
    case strings([[UInt8]])
    /// In a file next to the model.
    case external(ExternalData)
}

/// A range of a file next to the model, as `external_data` names it.
package struct ExternalData: Sendable, Equatable {
    /// Relative to the model's folder.
    package var location: String
    package var offset: Int
    /// `nil`: to the end of the file.
    package var length: Int?
    /// The entries as the file has them, written back if what they say has not been changed.
    var statedEntries: [MetadataEntry] = []

    package init(location: String, offset: Int = 0, length: Int? = nil) {
        self.location = location
        self.offset = offset
        self.length = length
    }
}

/// Which part of a larger tensor a tensor is.
package struct TensorSegment: Sendable, Equatable {
    var begin: Int64?
    var end: Int64?
    var unknownFields = UnknownFields()
}
