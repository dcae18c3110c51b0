package import ONNX
package import ONNXOperators

/// The layers of a model's main graph, in order.
package struct LayerList: Sendable, Equatable {
    package var layers: [Layer]
    /// Elements of the constants that no layer uses, and of those in the bodies of functions.
    package var remainingParameters: Int

    package init(_ model: Model) {
        self.init(model, shapes: ShapeInference(model))
    }

    /// - Parameter shapes: those of the same model, where they are known already.
    package init(_ model: Model, shapes: ShapeInference) {
        let graph = model.graph
        var unclaimed: [String: Int] = [:]
        graph.forEachInitializedTensor { unclaimed[$0.name] = $0.elements }
        var constants = Set(graph.initializers.map(\.name)).union(graph.sparseInitializers.map(\.values.name))
        for node in graph.nodes where node.isConstant {
            constants.formUnion(node.outputs)
            if let tensor = ParameterTensor(constant: node) { unclaimed[tensor.name] = tensor.elements }
        }

        layers = []
        layers.reserveCapacity(graph.nodes.count)
        for (index, node) in graph.nodes.enumerated() where !node.isConstant {
            var parameters = 0
            node.forEachUsedValue { name in
                if let elements = unclaimed.removeValue(forKey: name) {
                    parameters = SaturatingSum.of(parameters, elements)
                }
            }
            for inner in node.subgraphs {
                inner.forEachParameterTensor { parameters = SaturatingSum.of(parameters, $0.elements) }
            }
            layers.append(
                Layer(
                    name: node.name.isEmpty ? node.outputs.first { !$0.isEmpty } ?? "" : node.name,
                    scope: NameScope.of(node), operatorType: node.qualifiedOperator,
                    inputs: node.inputs.filter { !$0.isEmpty && !constants.contains($0) },
                    outputs: node.outputs.filter { !$0.isEmpty },
                    outputType: node.outputs.first.flatMap { shapes.types[$0] }, parameters: parameters,
                    macs: index < shapes.nodeMACs.count ? shapes.nodeMACs[index] : nil))
        }
        var remaining = unclaimed.values.reduce(0, SaturatingSum.of)
        for function in model.functions {
            function.nodes.forEachParameterTensor { remaining = SaturatingSum.of(remaining, $0.elements) }
        }
        remainingParameters = remaining
    }
}

/// What several layers cost together.
package struct LayerCost: Sendable, Equatable {
    package var parameters = 0
    /// `nil` if a shape is unknown.
    package var macs: Int? = 0

    package init() {}
}

extension LayerList {
    /// By the operators' names.
    package var costsByOperator: [String: LayerCost] {
        var costs: [String: LayerCost] = [:]
        for layer in layers {
            var cost = costs[layer.operatorType] ?? LayerCost()
            cost.parameters = SaturatingSum.of(cost.parameters, layer.parameters)
            cost.macs = SaturatingSum.of(cost.macs, layer.macs)
            costs[layer.operatorType] = cost
        }
        return costs
    }
}
