extension ModelEncoder {
    static func encode(_ value: ValueInfo, into buffer: inout WireBuffer) {
        buffer.text(1, value.name, value.unknownFields)
        if let stated = value.statedType, stated.type == value.type {
            buffer.message(2) { $0.raw(stated.bytes) }
        } else if let type = value.type {
            buffer.message(2) { encode(type, into: &$0) }
        }
        buffer.text(3, value.docString, value.unknownFields)
        encode(4, value.metadata, into: &buffer)
        buffer.unknown(value.unknownFields)
    }

    static func encode(_ type: ValueType, into buffer: inout WireBuffer) {
        switch type {
        case .tensor(let elementType, let shape): buffer.message(1) { encode(elementType, shape, into: &$0) }
        case .sequence(let element):
            buffer.message(4) { $0.message(1) { encode(element, into: &$0) } }
        case .map(let key, let value):
            buffer.message(5) { child in
                child.integer(1, key.rawValue)
                child.message(2) { encode(value, into: &$0) }
            }
        case .opaque(let domain, let name):
            buffer.message(7) { child in
                if !domain.isEmpty { child.text(1, domain) }
                if !name.isEmpty { child.text(2, name) }
            }
        case .sparseTensor(let elementType, let shape): buffer.message(8) { encode(elementType, shape, into: &$0) }
        case .optional(let element):
            buffer.message(9) { $0.message(1) { encode(element, into: &$0) } }
        }
    }

    private static func encode(_ type: ElementType, _ shape: [Dimension]?, into buffer: inout WireBuffer) {
        buffer.integer(1, type.rawValue)
        guard let shape else { return }
        buffer.message(2) { child in
            for dimension in shape {
                child.message(1) { axis in
                    switch dimension {
                    case .fixed(let size): axis.integer(1, size)
                    case .symbolic(let name): axis.text(2, name)
                    case .unknown: break
                    }
                }
            }
        }
    }
}

extension WireBuffer {
    /// A type as a message of its own; empty for an open one.
    static func bytes(of type: ValueType?) -> [UInt8] {
        var buffer = WireBuffer()
        if let type { ModelEncoder.encode(type, into: &buffer) }
        return buffer.bytes
    }
}
