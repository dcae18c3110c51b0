internal import COnnxProto
internal import CProtobufC
internal import Support

extension ModelDecoder {
    func tensor(_ proto: Onnx__TensorProto) throws(InvalidMessage) -> Tensor {
        var extras = unknownFields(proto.base)
        let name = text(proto.name, 8, &extras)
        do throws(InvalidMessage) {
            let type = integer(proto.data_type, proto.has_data_type, 2, &extras)
            var tensor = Tensor(
                name: name, shape: numbers(proto.dims, proto.n_dims).map { Int($0) },
                elementType: try elementType(type), data: try data(of: proto, &extras),
                docString: text(proto.doc_string, 12, &extras))
            if let segment = proto.segment?.pointee {
                tensor.segment = TensorSegment(
                    begin: segment.has_begin != 0 ? segment.begin : nil,
                    end: segment.has_end != 0 ? segment.end : nil, unknownFields: unknownFields(segment.base))
            }
            tensor.metadata = try entries(proto.metadata_props, proto.n_metadata_props)
            tensor.unknownFields = extras
            return tensor
        } catch {
            throw error.within("tensor '\(name)'")
        }
    }

    func sparseTensor(_ proto: Onnx__SparseTensorProto) throws(InvalidMessage) -> SparseTensor {
        guard let values = proto.values, let indices = proto.indices else {
            throw InvalidMessage(problem: "a sparse tensor needs values and indices", path: [])
        }
        var tensor = SparseTensor(
            values: try self.tensor(values.pointee), indices: try self.tensor(indices.pointee),
            shape: numbers(proto.dims, proto.n_dims).map { Int($0) })
        tensor.unknownFields = unknownFields(proto.base)
        return tensor
    }

    func elementType(_ number: Int) throws(InvalidMessage) -> ElementType {
        guard let type = Int32(exactly: number).flatMap(ElementType.init(rawValue:)) else {
            throw InvalidMessage(problem: "unknown element type \(number)")
        }
        return type
    }

    private func data(of proto: Onnx__TensorProto, _ extras: inout UnknownFields) throws(InvalidMessage) -> TensorData {
        var forms: [TensorData] = []
        if proto.has_raw_data != 0 {
            let bytes = UnsafeRawBufferPointer(start: proto.raw_data.data, count: proto.raw_data.len)
            guard let locator = PayloadLocator(bytes, fileSize: file.count), let view = file.slice(locator.range) else {
                throw InvalidMessage(problem: "its payload cannot be located")
            }
            if view.isEmpty { extras.markUnusual(9) }
            forms.append(.raw(view))
        }
        if proto.n_float_data > 0 { forms.append(.floats(numbers(proto.float_data, proto.n_float_data))) }
        if proto.n_int32_data > 0 { forms.append(.int32s(numbers(proto.int32_data, proto.n_int32_data))) }
        if proto.n_int64_data > 0 { forms.append(.int64s(numbers(proto.int64_data, proto.n_int64_data))) }
        if proto.n_double_data > 0 { forms.append(.doubles(numbers(proto.double_data, proto.n_double_data))) }
        if proto.n_uint64_data > 0 { forms.append(.uint64s(numbers(proto.uint64_data, proto.n_uint64_data))) }
        if proto.n_string_data > 0 {
            forms.append(.strings(numbers(proto.string_data, proto.n_string_data).map { bytes($0) }))
        }
        if let external = try externalData(of: proto, &extras) {
            // An exporter may leave an empty raw_data next to it.
            forms.removeAll { if case .raw(let view) = $0 { view.isEmpty } else { false } }
            forms.append(.external(external))
        }
        guard forms.count <= 1 else { throw InvalidMessage(problem: "it holds its elements in more than one form") }
        return forms.first ?? .raw(ByteView([]))
    }

    private func externalData(
        of proto: Onnx__TensorProto, _ extras: inout UnknownFields
    ) throws(InvalidMessage) -> ExternalData? {
        // 1 is TensorProto.DataLocation.EXTERNAL.
        switch integer(proto.data_location, proto.has_data_location, 14, &extras) {
        case 0:
            guard proto.n_external_data == 0 else {
                throw InvalidMessage(problem: "it names external data, but its data location is not external")
            }
            return nil
        case 1: break
        case let other: throw InvalidMessage(problem: "unknown data location \(other)")
        }
        let entries = try entries(proto.external_data, proto.n_external_data)
        guard var data = ExternalData(entries: entries) else {
            throw InvalidMessage(problem: "its external data needs a location, and whole numbers for offset and length")
        }
        data.statedEntries = entries
        return data
    }
}

extension ExternalData {
    /// What the entries of `external_data` say; `nil` if they make no sense.
    init?(entries: [MetadataEntry]) {
        guard let location = entries.last(where: { $0.key == "location" })?.value else { return nil }
        self.init(location: location)
        if let text = entries.last(where: { $0.key == "offset" })?.value {
            guard let number = Int(text), number >= 0 else { return nil }
            offset = number
        }
        if let text = entries.last(where: { $0.key == "length" })?.value {
            guard let number = Int(text), number >= 0 else { return nil }
            length = number
        }
    }

    /// The entries to write: those of the file as long as they still say the same.
    var entries: [MetadataEntry] {
        if let stated = ExternalData(entries: statedEntries), stated.location == location, stated.offset == offset,
            stated.length == length
        {
            return statedEntries
        }
        var entries = [MetadataEntry(key: "location", value: location)]
        if offset != 0 { entries.append(MetadataEntry(key: "offset", value: String(offset))) }
        if let length { entries.append(MetadataEntry(key: "length", value: String(length))) }
        return entries
    }
}
