internal import ONNX

/// Calls of functions that the model defines.
extension InferenceEngine {
    /// How deep calls may nest; deeper ones give nothing.
    private static let depthLimit = 64

    static func identifier(_ domain: String, _ name: String, _ overload: String) -> String {
        "\(domain == "ai.onnx" ? "" : domain):\(name):\(overload)"
    }

    /// The outputs are those of the function's body, on what is known of the caller's inputs.
    func call(
        _ function: Function, _ context: inout NodeContext, _ caller: InferenceScope
    ) throws {
        let identifier = Self.identifier(function.domain, function.name, function.overload)
        guard !callStack.contains(identifier) else {
            throw context.failure("function '\(function.name)' calls itself")
        }
        guard callStack.count < Self.depthLimit, callBudget >= function.nodes.count else { return }
        callBudget -= function.nodes.count
        callStack.append(identifier)
        defer { callStack.removeLast() }
        let scope = InferenceScope(
            parent: nil, opsets: ImportedOpsets.byDomain(function.opsetImports), isLenient: caller.isLenient)
        for (index, name) in function.inputs.enumerated() {
            if let value = context.input(index) { scope.values[name] = value } else { scope.absentNames.insert(name) }
        }
        var attributes: [String: AttributeValue] = [:]
        for attribute in function.attributes { attributes[attribute.name] = attribute.value }
        for attribute in context.node.attributes { attributes[attribute.name] = attribute.value }
        var macs: [Int?] = []
        for node in function.nodes { macs.append(infer(node.bound(to: attributes), in: scope)) }
        context.macs = Self.sum(macs)
        for (index, name) in function.outputs.enumerated() {
            guard index < context.outputs.count || scope.values[name]?.type == nil else {
                throw context.failure(
                    "function '\(function.name)' has more outputs than the \(index) of the node")
            }
            context.set(index, scope.values[name])
        }
    }
}

extension Node {
    /// The node with the caller's attributes where it refers to them, in its subgraphs too. What the caller does not
    /// give is left out.
    func bound(to attributes: [String: AttributeValue]) -> Node {
        guard self.attributes.contains(where: { $0.value.mayRefer }) else { return self }
        var node = self
        node.attributes = self.attributes.compactMap { attribute in
            var attribute = attribute
            switch attribute.value {
            case .reference(let name, _):
                guard let value = attributes[name] else { return nil }
                attribute.value = value
            case .graph(let graph): attribute.value = .graph(graph.bound(to: attributes))
            case .graphs(let graphs): attribute.value = .graphs(graphs.map { $0.bound(to: attributes) })
            default: break
            }
            return attribute
        }
        return node
    }
}

extension Graph {
    fileprivate func bound(to attributes: [String: AttributeValue]) -> Graph {
        var graph = self
        graph.nodes = nodes.map { $0.bound(to: attributes) }
        return graph
    }
}

extension AttributeValue {
    fileprivate var mayRefer: Bool {
        switch self {
        case .reference, .graph, .graphs: true
        default: false
        }
    }
}
