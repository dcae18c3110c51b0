internal import Support

extension ModelEncoder {
    static func encode(_ tensor: Tensor, into buffer: inout WireBuffer) {
        let extras = tensor.unknownFields
        for size in tensor.shape { buffer.integer(1, size) }
        buffer.integer(2, tensor.elementType.rawValue, extras)
        if let segment = tensor.segment {
            buffer.message(3) { child in
                if let begin = segment.begin { child.integer(1, begin) }
                if let end = segment.end { child.integer(2, end) }
                child.unknown(segment.unknownFields)
            }
        }
        switch tensor.data {
        case .floats(let values): buffer.packed(4, values)
        case .int32s(let values): buffer.packedIntegers(5, values)
        case .strings(let values): for value in values { buffer.data(6, value) }
        case .int64s(let values): buffer.packedIntegers(7, values)
        case .raw, .doubles, .uint64s, .external: break
        }
        buffer.text(8, tensor.name, extras)
        switch tensor.data {
        case .raw(let view): if !view.isEmpty || extras.isUnusual(9) { buffer.payload(9, view) }
        case .doubles(let values): buffer.packed(10, values)
        case .uint64s(let values): buffer.packedIntegers(11, values)
        case .floats, .int32s, .strings, .int64s, .external: break
        }
        buffer.text(12, tensor.docString, extras)
        if case .external(let data) = tensor.data {
            encode(13, data.entries, into: &buffer)
            buffer.integer(14, 1)
        } else if extras.isUnusual(14) {
            buffer.integer(14, 0)
        }
        encode(16, tensor.metadata, into: &buffer)
        buffer.unknown(extras)
    }

    static func encode(_ tensor: SparseTensor, into buffer: inout WireBuffer) {
        buffer.message(1) { encode(tensor.values, into: &$0) }
        buffer.message(2) { encode(tensor.indices, into: &$0) }
        for size in tensor.shape { buffer.integer(3, size) }
        buffer.unknown(tensor.unknownFields)
    }
}
