internal import COnnxProto
internal import CProtobufC

extension ModelDecoder {
    func attribute(_ proto: Onnx__AttributeProto) throws(InvalidMessage) -> Attribute {
        var extras = unknownFields(proto.base)
        let name = text(proto.name, 1, &extras)
        do throws(InvalidMessage) {
            let value = try self.value(of: proto, &extras)
            var attribute = Attribute(name, value, docString: text(proto.doc_string, 13, &extras))
            attribute.unknownFields = extras
            return attribute
        } catch {
            throw error.within("attribute '\(name)'")
        }
    }

    private func value(
        of proto: Onnx__AttributeProto, _ extras: inout UnknownFields
    ) throws(InvalidMessage) -> AttributeValue {
        let held = kinds(in: proto)
        if let reference = proto.ref_attr_name, reference.pointee != 0 {
            guard held.isEmpty else {
                throw InvalidMessage(problem: "it refers to another one and has a value as well")
            }
            if proto.has_type == 0 { extras.markUnusual(20) }
            return .reference(to: String(cString: reference), type: proto.has_type != 0 ? proto.type : 0)
        }
        let kind: AttributeKind
        if proto.has_type != 0, proto.type != 0 {
            guard let stated = AttributeKind(rawValue: proto.type) else {
                throw InvalidMessage(problem: "unknown attribute type \(proto.type)")
            }
            kind = stated
        } else {
            // Files of before IR version 3 state no type.
            guard let only = held.first else { throw InvalidMessage(problem: "it has neither type nor value") }
            kind = only
            extras.markUnusual(20)
        }
        if let other = held.first(where: { $0 != kind }) {
            throw InvalidMessage(problem: "its type is \(kind.name), but it holds \(other.name)")
        }
        return try value(of: proto, kind, &extras)
    }

    private func value(
        of proto: Onnx__AttributeProto, _ kind: AttributeKind, _ extras: inout UnknownFields
    ) throws(InvalidMessage) -> AttributeValue {
        switch kind {
        case .float:
            if proto.has_f == 0 { extras.markUnusual(2) }
            return .float(proto.has_f != 0 ? proto.f : 0)
        case .integer:
            if proto.has_i == 0 { extras.markUnusual(3) }
            return .integer(proto.has_i != 0 ? proto.i : 0)
        case .string:
            if proto.has_s == 0 { extras.markUnusual(4) }
            return .string(proto.has_s != 0 ? bytes(proto.s) : [])
        case .tensor:
            guard let tensor = proto.t else { throw missing(kind) }
            return .tensor(try self.tensor(tensor.pointee))
        case .graph:
            guard let graph = proto.g else { throw missing(kind) }
            return .graph(try self.graph(graph.pointee, "its graph"))
        case .sparseTensor:
            guard let tensor = proto.sparse_tensor else { throw missing(kind) }
            return .sparseTensor(try sparseTensor(tensor.pointee))
        case .type:
            guard let type = proto.tp, let value = try self.type(type.pointee) else { throw missing(kind) }
            return .type(value)
        case .floats: return .floats(numbers(proto.floats, proto.n_floats))
        case .integers: return .integers(numbers(proto.ints, proto.n_ints))
        case .strings: return .strings(numbers(proto.strings, proto.n_strings).map { bytes($0) })
        case .tensors:
            return .tensors(
                try map(proto.tensors, proto.n_tensors) { (tensor) throws(InvalidMessage) in try self.tensor(tensor) })
        case .graphs:
            return .graphs(
                try map(proto.graphs, proto.n_graphs) { (graph) throws(InvalidMessage) in
                    try self.graph(graph, "one of its graphs")
                })
        case .sparseTensors:
            return .sparseTensors(
                try map(proto.sparse_tensors, proto.n_sparse_tensors) { (tensor) throws(InvalidMessage) in
                    try sparseTensor(tensor)
                })
        case .types:
            return .types(
                try map(proto.type_protos, proto.n_type_protos) { (type) throws(InvalidMessage) in
                    guard let value = try self.type(type) else { throw missing(kind) }
                    return value
                })
        }
    }

    private func missing(_ kind: AttributeKind) -> InvalidMessage {
        InvalidMessage(problem: "its type is \(kind.name), but it holds none")
    }

    /// Which values the message has, whatever type it states.
    private func kinds(in proto: Onnx__AttributeProto) -> [AttributeKind] {
        var kinds: [AttributeKind] = []
        if proto.has_f != 0 { kinds.append(.float) }
        if proto.has_i != 0 { kinds.append(.integer) }
        if proto.has_s != 0 { kinds.append(.string) }
        if proto.t != nil { kinds.append(.tensor) }
        if proto.g != nil { kinds.append(.graph) }
        if proto.sparse_tensor != nil { kinds.append(.sparseTensor) }
        if proto.tp != nil { kinds.append(.type) }
        if proto.n_floats > 0 { kinds.append(.floats) }
        if proto.n_ints > 0 { kinds.append(.integers) }
        if proto.n_strings > 0 { kinds.append(.strings) }
        if proto.n_tensors > 0 { kinds.append(.tensors) }
        if proto.n_graphs > 0 { kinds.append(.graphs) }
        if proto.n_sparse_tensors > 0 { kinds.append(.sparseTensors) }
        if proto.n_type_protos > 0 { kinds.append(.types) }
        return kinds
    }
}
