/// The messages of `onnx.proto` that the scanner walks through.
enum MessageKind: Int, CaseIterable {
    case model, operatorSet, entry, trainingInfo, function, graph, annotation, node, attribute
    case tensor, segment, sparseTensor, valueInfo
    case type, tensorType, sequenceType, mapType, optionalType, opaqueType, shape, dimension
}

/// What a field holds, and so how it lies on the wire.
enum FieldContent {
    /// An integer or an enumeration.
    case varint
    case fixed32
    case fixed64
    /// Text: UTF-8 without NUL, since protobuf-c hands it over as a C string.
    case text
    case bytes
    /// The payload of a tensor, which the skeleton replaces by a ``PayloadLocator``.
    case payload
    case message(MessageKind)
}

/// One field of a message.
struct WireField {
    var name: StaticString
    var content: FieldContent
    var isRepeated: Bool

    static func one(_ name: StaticString, _ content: FieldContent) -> WireField {
        WireField(name: name, content: content, isRepeated: false)
    }

    static func many(_ name: StaticString, _ content: FieldContent) -> WireField {
        WireField(name: name, content: content, isRepeated: true)
    }
}

/// Which field of which message is which: the contents of `onnx.proto` as a table.
///
/// A test compares it with protobuf-c's own descriptors.
enum WireSchema {
    /// One more than the largest field number in use.
    static let fieldLimit = 32

    /// The field with this number, `nil` if `onnx.proto` does not name it.
    static func field(_ number: Int, of kind: MessageKind) -> WireField? {
        number < fieldLimit ? table[kind.rawValue * fieldLimit + number] : nil
    }

    private static let table: [WireField?] = {
        var table = [WireField?](repeating: nil, count: MessageKind.allCases.count * fieldLimit)
        for kind in MessageKind.allCases {
            for (number, field) in fields(of: kind) { table[kind.rawValue * fieldLimit + number] = field }
        }
        return table
    }()

    static func fields(of kind: MessageKind) -> [Int: WireField] {
        switch kind {
        case .model:
            [
                1: .one("ir_version", .varint), 2: .one("producer_name", .text), 3: .one("producer_version", .text),
                4: .one("domain", .text), 5: .one("model_version", .varint), 6: .one("doc_string", .text),
                7: .one("graph", .message(.graph)), 8: .many("opset_import", .message(.operatorSet)),
                14: .many("metadata_props", .message(.entry)), 20: .many("training_info", .message(.trainingInfo)),
                25: .many("functions", .message(.function)),
            ]
        case .operatorSet: [1: .one("domain", .text), 2: .one("version", .varint)]
        case .entry: [1: .one("key", .text), 2: .one("value", .text)]
        case .trainingInfo:
            [
                1: .one("initialization", .message(.graph)), 2: .one("algorithm", .message(.graph)),
                3: .many("initialization_binding", .message(.entry)), 4: .many("update_binding", .message(.entry)),
            ]
        case .annotation:
            [1: .one("tensor_name", .text), 2: .many("quant_parameter_tensor_names", .message(.entry))]
        case .function:
            [
                1: .one("name", .text), 4: .many("input", .text), 5: .many("output", .text),
                6: .many("attribute", .text), 7: .many("node", .message(.node)), 8: .one("doc_string", .text),
                9: .many("opset_import", .message(.operatorSet)), 10: .one("domain", .text),
                11: .many("attribute_proto", .message(.attribute)), 12: .many("value_info", .message(.valueInfo)),
                13: .one("overload", .text), 14: .many("metadata_props", .message(.entry)),
            ]
        case .graph:
            [
                1: .many("node", .message(.node)), 2: .one("name", .text),
                5: .many("initializer", .message(.tensor)), 10: .one("doc_string", .text),
                11: .many("input", .message(.valueInfo)), 12: .many("output", .message(.valueInfo)),
                13: .many("value_info", .message(.valueInfo)),
                14: .many("quantization_annotation", .message(.annotation)),
                15: .many("sparse_initializer", .message(.sparseTensor)),
                16: .many("metadata_props", .message(.entry)),
            ]
        case .node:
            [
                1: .many("input", .text), 2: .many("output", .text), 3: .one("name", .text),
                4: .one("op_type", .text), 5: .many("attribute", .message(.attribute)), 6: .one("doc_string", .text),
                7: .one("domain", .text), 8: .one("overload", .text), 9: .many("metadata_props", .message(.entry)),
            ]
        case .attribute:
            [
                1: .one("name", .text), 2: .one("f", .fixed32), 3: .one("i", .varint), 4: .one("s", .bytes),
                5: .one("t", .message(.tensor)), 6: .one("g", .message(.graph)), 7: .many("floats", .fixed32),
                8: .many("ints", .varint), 9: .many("strings", .bytes), 10: .many("tensors", .message(.tensor)),
                11: .many("graphs", .message(.graph)), 13: .one("doc_string", .text),
                14: .one("tp", .message(.type)), 15: .many("type_protos", .message(.type)), 20: .one("type", .varint),
                21: .one("ref_attr_name", .text), 22: .one("sparse_tensor", .message(.sparseTensor)),
                23: .many("sparse_tensors", .message(.sparseTensor)),
            ]
        case .tensor:
            [
                1: .many("dims", .varint), 2: .one("data_type", .varint), 3: .one("segment", .message(.segment)),
                4: .many("float_data", .fixed32), 5: .many("int32_data", .varint), 6: .many("string_data", .bytes),
                7: .many("int64_data", .varint), 8: .one("name", .text), 9: .one("raw_data", .payload),
                10: .many("double_data", .fixed64), 11: .many("uint64_data", .varint), 12: .one("doc_string", .text),
                13: .many("external_data", .message(.entry)), 14: .one("data_location", .varint),
                16: .many("metadata_props", .message(.entry)),
            ]
        case .segment: [1: .one("begin", .varint), 2: .one("end", .varint)]
        case .sparseTensor:
            [
                1: .one("values", .message(.tensor)), 2: .one("indices", .message(.tensor)),
                3: .many("dims", .varint),
            ]
        case .valueInfo:
            [
                1: .one("name", .text), 2: .one("type", .message(.type)), 3: .one("doc_string", .text),
                4: .many("metadata_props", .message(.entry)),
            ]
        case .type:
            [
                1: .one("tensor_type", .message(.tensorType)), 4: .one("sequence_type", .message(.sequenceType)),
                5: .one("map_type", .message(.mapType)), 6: .one("denotation", .text),
                7: .one("opaque_type", .message(.opaqueType)), 8: .one("sparse_tensor_type", .message(.tensorType)),
                9: .one("optional_type", .message(.optionalType)),
            ]
        case .tensorType: [1: .one("elem_type", .varint), 2: .one("shape", .message(.shape))]
        case .sequenceType: [1: .one("elem_type", .message(.type))]
        case .mapType: [1: .one("key_type", .varint), 2: .one("value_type", .message(.type))]
        case .optionalType: [1: .one("elem_type", .message(.type))]
        case .opaqueType: [1: .one("domain", .text), 2: .one("name", .text)]
        case .shape: [1: .many("dim", .message(.dimension))]
        case .dimension:
            [1: .one("dim_value", .varint), 2: .one("dim_param", .text), 3: .one("denotation", .text)]
        }
    }
}
