internal import COnnxProto
internal import CProtobufC
internal import Support

/// A message whose content is invalid: the path to it, innermost first, and why.
struct InvalidMessage: Error {
    var problem: String
    var path: [String] = []

    func within(_ step: @autoclosure () -> String) -> InvalidMessage {
        InvalidMessage(problem: problem, path: path + [step()])
    }
}

/// Turns protobuf-c's structs into values. The structs may be freed afterwards.
///
/// protobuf-c has checked that every pointer in a repeated field leads somewhere; nesting is limited by
/// ``SkeletonBuilder/depthLimit``.
struct ModelDecoder {
    /// The whole file, of which payloads are views.
    let file: ByteView

    func model(_ proto: Onnx__ModelProto) throws(InvalidMessage) -> Model {
        var extras = unknownFields(proto.base)
        guard let graph = proto.graph else { throw InvalidMessage(problem: "it has no graph") }
        var model = Model(
            graph: try self.graph(graph.pointee, "graph"), opset: 0,
            irVersion: integer(proto.ir_version, proto.has_ir_version, 1, &extras),
            producerName: text(proto.producer_name, 2, &extras),
            producerVersion: text(proto.producer_version, 3, &extras),
            metadata: try entries(proto.metadata_props, proto.n_metadata_props))
        model.domain = text(proto.domain, 4, &extras)
        model.modelVersion = integer(proto.model_version, proto.has_model_version, 5, &extras)
        model.docString = text(proto.doc_string, 6, &extras)
        model.opsetImports = try map(proto.opset_import, proto.n_opset_import) { operatorSet($0) }
        model.functions = try map(proto.functions, proto.n_functions) { (function) throws(InvalidMessage) in
            try self.function(function)
        }
        model.trainingInfo = try map(proto.training_info, proto.n_training_info) { (info) throws(InvalidMessage) in
            try trainingInfo(info)
        }
        model.unknownFields = extras
        return model
    }

    private func trainingInfo(_ proto: Onnx__TrainingInfoProto) throws(InvalidMessage) -> TrainingInfo {
        var info = TrainingInfo()
        if let graph = proto.initialization { info.initialization = try self.graph(graph.pointee, "initialization") }
        if let graph = proto.algorithm { info.algorithm = try self.graph(graph.pointee, "training algorithm") }
        info.initializationBindings = try entries(proto.initialization_binding, proto.n_initialization_binding)
        info.updateBindings = try entries(proto.update_binding, proto.n_update_binding)
        info.unknownFields = unknownFields(proto.base)
        return info
    }

    func function(_ proto: Onnx__FunctionProto) throws(InvalidMessage) -> Function {
        var extras = unknownFields(proto.base)
        let name = text(proto.name, 1, &extras)
        do throws(InvalidMessage) {
            var function = Function(
                name: name, domain: text(proto.domain, 10, &extras), inputs: texts(proto.input, proto.n_input),
                outputs: texts(proto.output, proto.n_output), nodes: try nodes(proto.node, proto.n_node),
                opsetImports: try map(proto.opset_import, proto.n_opset_import) { operatorSet($0) },
                attributeNames: texts(proto.attribute, proto.n_attribute),
                attributes: try map(proto.attribute_proto, proto.n_attribute_proto) {
                    (attribute) throws(InvalidMessage) in try self.attribute(attribute)
                })
            function.docString = text(proto.doc_string, 8, &extras)
            function.overload = text(proto.overload, 13, &extras)
            function.valueInfo = try values(proto.value_info, proto.n_value_info)
            function.metadata = try entries(proto.metadata_props, proto.n_metadata_props)
            function.unknownFields = extras
            return function
        } catch {
            throw error.within("function '\(name)'")
        }
    }

    func graph(_ proto: Onnx__GraphProto, _ step: String) throws(InvalidMessage) -> Graph {
        var extras = unknownFields(proto.base)
        do throws(InvalidMessage) {
            var graph = Graph(
                name: text(proto.name, 2, &extras), nodes: try nodes(proto.node, proto.n_node),
                inputs: try values(proto.input, proto.n_input), outputs: try values(proto.output, proto.n_output),
                initializers: try map(proto.initializer, proto.n_initializer) { (tensor) throws(InvalidMessage) in
                    try self.tensor(tensor)
                },
                valueInfo: try values(proto.value_info, proto.n_value_info))
            graph.sparseInitializers = try map(proto.sparse_initializer, proto.n_sparse_initializer) {
                (tensor) throws(InvalidMessage) in try sparseTensor(tensor)
            }
            graph.docString = text(proto.doc_string, 10, &extras)
            graph.quantizationAnnotations = try map(
                proto.quantization_annotation, proto.n_quantization_annotation
            ) { (annotation) throws(InvalidMessage) in try self.annotation(annotation) }
            graph.metadata = try entries(proto.metadata_props, proto.n_metadata_props)
            graph.unknownFields = extras
            return graph
        } catch {
            throw error.within(step)
        }
    }

    private func nodes(
        _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<Onnx__NodeProto>?>?, _ count: Int
    ) throws(InvalidMessage) -> [Node] {
        try map(pointers, count) { (proto) throws(InvalidMessage) in
            var extras = unknownFields(proto.base)
            var node = Node(
                text(proto.op_type, 4, &extras), name: text(proto.name, 3, &extras),
                domain: text(proto.domain, 7, &extras), inputs: texts(proto.input, proto.n_input),
                outputs: texts(proto.output, proto.n_output), docString: text(proto.doc_string, 6, &extras))
            node.overload = text(proto.overload, 8, &extras)
            node.metadata = try entries(proto.metadata_props, proto.n_metadata_props)
            node.unknownFields = extras
            do throws(InvalidMessage) {
                node.attributes = try map(proto.attribute, proto.n_attribute) { (attribute) throws(InvalidMessage) in
                    try self.attribute(attribute)
                }
            } catch {
                throw error.within("node \(node)")
            }
            return node
        }
    }

    private func values(
        _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<Onnx__ValueInfoProto>?>?, _ count: Int
    ) throws(InvalidMessage) -> [ValueInfo] {
        try map(pointers, count) { (proto) throws(InvalidMessage) in try valueInfo(proto) }
    }

    private func operatorSet(_ proto: Onnx__OperatorSetIdProto) -> OpsetImport {
        var extras = unknownFields(proto.base)
        var opset = OpsetImport(
            domain: text(proto.domain, 1, &extras),
            version: integer(proto.version, proto.has_version, 2, &extras))
        opset.unknownFields = extras
        return opset
    }

    private func annotation(_ proto: Onnx__TensorAnnotation) throws(InvalidMessage) -> QuantizationAnnotation {
        var extras = unknownFields(proto.base)
        var annotation = QuantizationAnnotation(
            tensor: text(proto.tensor_name, 1, &extras),
            parameters: try entries(proto.quant_parameter_tensor_names, proto.n_quant_parameter_tensor_names))
        annotation.unknownFields = extras
        return annotation
    }

    func entries(
        _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<Onnx__StringStringEntryProto>?>?, _ count: Int
    ) throws(InvalidMessage) -> [MetadataEntry] {
        try map(pointers, count) { entry($0) }
    }

    private func entry(_ proto: Onnx__StringStringEntryProto) -> MetadataEntry {
        var extras = unknownFields(proto.base)
        var entry = MetadataEntry(key: text(proto.key, 1, &extras), value: text(proto.value, 2, &extras))
        entry.unknownFields = extras
        return entry
    }
}
