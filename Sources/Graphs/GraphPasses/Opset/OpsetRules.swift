internal import GraphEditing
internal import ONNX
internal import ONNXOperators

/// How operators changed from opset to opset, as far as it changes what a node means or how it is written. The facts are
/// those of the operators' changelog in the ONNX specification.
enum OpsetRules {
    typealias Conversion = ConvertOpset.Conversion

    /// A change that came with an opset, and how a node crosses it.
    struct Rule: Sendable {
        var operators: Set<String>
        var since: Int
        var convert: @Sendable (EditableGraph.NodeID, inout EditableGraph) -> Conversion

        init(
            _ operators: Set<String>, since: Int,
            _ convert: @escaping @Sendable (EditableGraph.NodeID, inout EditableGraph) -> Conversion
        ) {
            self.operators = operators
            self.since = since
            self.convert = convert
        }
    }

    /// From newer to older opsets; newest changes first.
    static let lowering: [Rule] = decompositions + arguments

    /// Makes a node fit into an opset: operators that are not there, attributes that say what is the default anyway.
    static func fit(
        _ node: Node, _ id: EditableGraph.NodeID, _ opset: Int, _ graph: inout EditableGraph
    ) -> Conversion {
        guard let signature = StandardOperator(node.operatorType, opset: opset) else {
            return .impossible("opset \(opset) has no \(node.operatorType)")
        }
        guard signature.inputs.contains(node.inputs.count) else {
            return .impossible("\(node.operatorType) has fewer inputs in opset \(opset)")
        }
        let unknown = node.attributes.filter { !signature.attributes.contains($0.name) }
        guard !unknown.isEmpty else { return .same }
        for attribute in unknown where !isDefault(attribute, node) {
            return .impossible("\(node.operatorType) has no attribute '\(attribute.name)' in opset \(opset)")
        }
        graph.update(id) { node in node.attributes.removeAll { !signature.attributes.contains($0.name) } }
        return .done
    }

    /// Whether an attribute that a later opset has brought says what was so before.
    private static func isDefault(_ attribute: Attribute, _ node: Node) -> Bool {
        switch (attribute.name, attribute.value) {
        case ("training_mode", .integer(0)), ("allowzero", .integer(0)), ("noop_with_empty_axes", .integer(0)),
            ("saturate", .integer(1)), ("select_last_index", .integer(0)), ("ceil_mode", .integer(0)),
            ("start", .integer(0)), ("antialias", .integer(0)), ("batch_dims", .integer(0)), ("spatial", .integer(1)),
            ("storage_order", .integer(0)), ("count_include_pad", .integer(0)):
            true
        case ("approximate", .string(let text)): text == Array("none".utf8)
        case ("dilations", .integers(let values)): values.allSatisfy { $0 == 1 }
        case ("reduction", .string(let text)): text == Array("none".utf8)
        case ("keep_aspect_ratio_policy", .string(let text)): text == Array("stretch".utf8)
        case ("mode", .string(let text)): node.operatorType == "DepthToSpace" && text == Array("DCR".utf8)
        // What is left of an old operator whose batch statistics are those of training.
        case ("momentum", _): true
        default: false
        }
    }
}
