/// Puts values onto the wire, fields in the order of their numbers, so that equal models give equal bytes.
enum ModelEncoder {
    static func encode(_ model: Model) -> WireBuffer {
        var buffer = WireBuffer()
        let extras = model.unknownFields
        buffer.integer(1, model.irVersion, extras)
        buffer.text(2, model.producerName, extras)
        buffer.text(3, model.producerVersion, extras)
        buffer.text(4, model.domain, extras)
        buffer.integer(5, model.modelVersion, extras)
        buffer.text(6, model.docString, extras)
        buffer.message(7) { encode(model.graph, into: &$0) }
        for opset in model.opsetImports { buffer.message(8) { encode(opset, into: &$0) } }
        encode(14, model.metadata, into: &buffer)
        for info in model.trainingInfo { buffer.message(20) { encode(info, into: &$0) } }
        for function in model.functions { buffer.message(25) { encode(function, into: &$0) } }
        buffer.unknown(extras)
        return buffer
    }

    private static func encode(_ info: TrainingInfo, into buffer: inout WireBuffer) {
        if let graph = info.initialization { buffer.message(1) { encode(graph, into: &$0) } }
        if let graph = info.algorithm { buffer.message(2) { encode(graph, into: &$0) } }
        encode(3, info.initializationBindings, into: &buffer)
        encode(4, info.updateBindings, into: &buffer)
        buffer.unknown(info.unknownFields)
    }

    static func encode(_ graph: Graph, into buffer: inout WireBuffer) {
        let extras = graph.unknownFields
        for node in graph.nodes { buffer.message(1) { encode(node, into: &$0) } }
        buffer.text(2, graph.name, extras)
        for tensor in graph.initializers { buffer.message(5) { encode(tensor, into: &$0) } }
        buffer.text(10, graph.docString, extras)
        for value in graph.inputs { buffer.message(11) { encode(value, into: &$0) } }
        for value in graph.outputs { buffer.message(12) { encode(value, into: &$0) } }
        for value in graph.valueInfo { buffer.message(13) { encode(value, into: &$0) } }
        for annotation in graph.quantizationAnnotations {
            buffer.message(14) { child in
                child.text(1, annotation.tensor, annotation.unknownFields)
                encode(2, annotation.parameters, into: &child)
                child.unknown(annotation.unknownFields)
            }
        }
        for tensor in graph.sparseInitializers { buffer.message(15) { encode(tensor, into: &$0) } }
        encode(16, graph.metadata, into: &buffer)
        buffer.unknown(extras)
    }

    private static func encode(_ node: Node, into buffer: inout WireBuffer) {
        let extras = node.unknownFields
        buffer.texts(1, node.inputs)
        buffer.texts(2, node.outputs)
        buffer.text(3, node.name, extras)
        buffer.text(4, node.operatorType, extras)
        for attribute in node.attributes { buffer.message(5) { encode(attribute, into: &$0) } }
        buffer.text(6, node.docString, extras)
        buffer.text(7, node.domain, extras)
        buffer.text(8, node.overload, extras)
        encode(9, node.metadata, into: &buffer)
        buffer.unknown(extras)
    }

    private static func encode(_ function: Function, into buffer: inout WireBuffer) {
        let extras = function.unknownFields
        buffer.text(1, function.name, extras)
        buffer.texts(4, function.inputs)
        buffer.texts(5, function.outputs)
        buffer.texts(6, function.attributeNames)
        for node in function.nodes { buffer.message(7) { encode(node, into: &$0) } }
        buffer.text(8, function.docString, extras)
        for opset in function.opsetImports { buffer.message(9) { encode(opset, into: &$0) } }
        buffer.text(10, function.domain, extras)
        for attribute in function.attributes { buffer.message(11) { encode(attribute, into: &$0) } }
        for value in function.valueInfo { buffer.message(12) { encode(value, into: &$0) } }
        buffer.text(13, function.overload, extras)
        encode(14, function.metadata, into: &buffer)
        buffer.unknown(extras)
    }

    private static func encode(_ opset: OpsetImport, into buffer: inout WireBuffer) {
        // The default domain's empty name is stated by habit, its version always.
        buffer.text(1, opset.domain, opset.unknownFields)
        buffer.integer(2, opset.version, opset.unknownFields)
        buffer.unknown(opset.unknownFields)
    }

    static func encode(_ field: Int, _ entries: [MetadataEntry], into buffer: inout WireBuffer) {
        for entry in entries {
            buffer.message(field) { child in
                child.text(1, entry.key, entry.unknownFields)
                child.text(2, entry.value, entry.unknownFields)
                child.unknown(entry.unknownFields)
            }
        }
    }

    static func encode(_ attribute: Attribute, into buffer: inout WireBuffer) {
        let extras = attribute.unknownFields
        buffer.text(1, attribute.name, extras)
        encode(attribute.value, extras, into: &buffer)
        buffer.text(13, attribute.docString, extras)
        if !extras.isUnusual(20) {
            let type =
                if case .reference(_, let stated) = attribute.value { stated } else {
                    attribute.value.kind?.rawValue ?? 0
                }
            buffer.integer(20, type)
        }
        if case .reference(let name, _) = attribute.value { buffer.text(21, name) }
        buffer.unknown(extras)
    }

    private static func encode(_ value: AttributeValue, _ extras: UnknownFields, into buffer: inout WireBuffer) {
        switch value {
        case .float(let value): if value != 0 || value.sign == .minus || !extras.isUnusual(2) { buffer.float(2, value) }
        case .integer(let value): if value != 0 || !extras.isUnusual(3) { buffer.integer(3, value) }
        case .string(let value): if !value.isEmpty || !extras.isUnusual(4) { buffer.data(4, value) }
        case .tensor(let tensor): buffer.message(5) { encode(tensor, into: &$0) }
        case .graph(let graph): buffer.message(6) { encode(graph, into: &$0) }
        case .floats(let values): for value in values { buffer.float(7, value) }
        case .integers(let values): for value in values { buffer.integer(8, value) }
        case .strings(let values): for value in values { buffer.data(9, value) }
        case .tensors(let tensors): for tensor in tensors { buffer.message(10) { encode(tensor, into: &$0) } }
        case .graphs(let graphs): for graph in graphs { buffer.message(11) { encode(graph, into: &$0) } }
        case .type(let type): buffer.message(14) { encode(type, into: &$0) }
        case .types(let types): for type in types { buffer.message(15) { encode(type, into: &$0) } }
        case .sparseTensor(let tensor): buffer.message(22) { encode(tensor, into: &$0) }
        case .sparseTensors(let tensors): for tensor in tensors { buffer.message(23) { encode(tensor, into: &$0) } }
        case .reference: break
        }
    }
}
