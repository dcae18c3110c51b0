internal import COnnxProto
internal import CProtobufC

extension ModelDecoder {
    func valueInfo(_ proto: Onnx__ValueInfoProto) throws(InvalidMessage) -> ValueInfo {
        var extras = unknownFields(proto.base)
        let name = text(proto.name, 1, &extras)
        do throws(InvalidMessage) {
            var value = ValueInfo(name, nil, docString: text(proto.doc_string, 3, &extras))
            if let type = proto.type {
                value.type = try self.type(type.pointee)
                let stated = packed(type)
                if stated != WireBuffer.bytes(of: value.type) {
                    value.statedType = StatedType(type: value.type, bytes: stated)
                }
            }
            value.metadata = try entries(proto.metadata_props, proto.n_metadata_props)
            value.unknownFields = extras
            return value
        } catch {
            throw error.within("value '\(name)'")
        }
    }

    /// The type; `nil` where the message leaves it, or a type within it, open.
    func type(_ proto: Onnx__TypeProto) throws(InvalidMessage) -> ValueType? {
        var kinds = 0
        var result: ValueType?
        if let tensor = proto.tensor_type?.pointee {
            kinds += 1
            result = .tensor(
                try elementType(tensor.has_elem_type != 0 ? Int(tensor.elem_type) : 0), shape: try shape(tensor))
        }
        if let tensor = proto.sparse_tensor_type?.pointee {
            kinds += 1
            result = .sparseTensor(
                try elementType(tensor.has_elem_type != 0 ? Int(tensor.elem_type) : 0), shape: try shape(tensor))
        }
        if let sequence = proto.sequence_type?.pointee {
            kinds += 1
            result = try type(within: sequence.elem_type).map { .sequence($0) }
        }
        if let optional = proto.optional_type?.pointee {
            kinds += 1
            result = try type(within: optional.elem_type).map { .optional($0) }
        }
        if let map = proto.map_type?.pointee {
            kinds += 1
            let key = try elementType(map.has_key_type != 0 ? Int(map.key_type) : 0)
            result = try type(within: map.value_type).map { .map(key: key, value: $0) }
        }
        if let opaque = proto.opaque_type?.pointee {
            kinds += 1
            result = .opaque(
                domain: opaque.domain.map { String(cString: $0) } ?? "",
                name: opaque.name.map { String(cString: $0) } ?? "")
        }
        guard kinds <= 1 else { throw InvalidMessage(problem: "it has more than one kind of type") }
        return result
    }

    private func type(within pointer: UnsafeMutablePointer<Onnx__TypeProto>?) throws(InvalidMessage) -> ValueType? {
        guard let pointer else { return nil }
        return try type(pointer.pointee)
    }

    private func shape(_ tensor: Onnx__TypeProto__Tensor) throws(InvalidMessage) -> [Dimension]? {
        guard let shape = tensor.shape?.pointee else { return nil }
        return try map(shape.dim, shape.n_dim) { (dimension) throws(InvalidMessage) in
            switch (dimension.has_dim_value != 0, dimension.dim_param) {
            case (true, nil): .fixed(Int(dimension.dim_value))
            case (false, let name?): name.pointee == 0 ? .unknown : .symbolic(String(cString: name))
            case (false, nil): .unknown
            case (true, _?): throw InvalidMessage(problem: "an axis has both a size and a name")
            }
        }
    }

    /// The message as protobuf-c writes it.
    private func packed(_ proto: UnsafeMutablePointer<Onnx__TypeProto>) -> [UInt8] {
        let count = onnx__type_proto__get_packed_size(proto)
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = onnx__type_proto__pack(proto, buffer.baseAddress)
        }
    }
}
