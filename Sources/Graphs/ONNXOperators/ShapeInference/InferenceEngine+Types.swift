internal import ONNX

/// The types that an operator's schema asks for.
extension InferenceEngine {
    /// Checks the types of a node's operands, and fills in those of outputs that follow from others.
    func checkTypes(_ context: inout NodeContext, _ scope: InferenceScope) {
        guard !context.hasFailed, let schema = operators.schema(context.node, opset: context.opset) else { return }
        var outputs = context.outputs.map { $0?.type }
        let open = outputs.indices.filter { outputs[$0] == nil }
        if let problem = schema.typeProblem(inputs: context.inputs.map { $0?.type }, outputs: &outputs) {
            report(scope.isLenient ? .impossible : .operation, context.node.description, problem)
            return
        }
        for index in open { if let type = outputs[index] { context.set(index, type) } }
    }

    /// Compares what the file states of a node's outputs with the types that follow from the schema alone: all that onnx
    /// knows of an operator that it has no rule for.
    func checkStatedTypes(of context: NodeContext, _ scope: InferenceScope) {
        guard !scope.isLenient, let schema = operators.schema(context.node, opset: context.opset) else { return }
        var outputs = [ValueType?](repeating: nil, count: context.node.outputs.count)
        guard schema.typeProblem(inputs: context.inputs.map { $0?.type }, outputs: &outputs) == nil else { return }
        for (name, type) in zip(context.node.outputs, outputs) {
            guard let type, let stated = scope.stated[name], ValueType.merge(stated, type) == nil else { continue }
            report(
                .statement, context.node.description, "'\(name)' is \(type.text), and the file states \(stated.text)")
        }
    }
}

extension Node {
    /// The node, in which references to attributes of a caller that does not exist are empty: 0, no text, no numbers.
    /// onnx reads them so, though the standard defines no meaning for them.
    var withReferencesResolved: Node {
        guard attributes.contains(where: { $0.value.emptyReference != nil }) else { return self }
        var node = self
        for index in attributes.indices {
            guard let value = attributes[index].value.emptyReference else { continue }
            node.attributes[index].value = value
            // As if it were not stated: 2, 3 and 4 are the fields of the single values.
            for field in 2...4 { node.attributes[index].unknownFields.markUnusual(field) }
        }
        return node
    }
}

extension AttributeValue {
    fileprivate var emptyReference: AttributeValue? {
        guard case .reference = self else { return nil }
        return switch kind {
        case .float: .float(0)
        case .integer: .integer(0)
        case .string: .string([])
        case .floats: .floats([])
        case .integers: .integers([])
        case .strings: .strings([])
        default: nil
        }
    }
}
