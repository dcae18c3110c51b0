internal import ModelAnalysis
package import ONNX
internal import ONNXOperators
internal import Reporting

/// What `params` prints.
package struct ParametersReport: Encodable {
    package let schemaVersion = 1
    package let models: [Entry]

    package init(_ models: [Entry]) { self.models = models }

    enum CodingKeys: CodingKey { case schemaVersion, models }

    /// The figures of one model.
    package struct Entry: Encodable {
        let path: String
        let statistics: ModelStatistics
        /// `nil` if they were not requested.
        let layers: LayerList?
        let tensors: [ParameterTensor]

        package init(_ model: Model, path: String, includesLayers: Bool) {
            let shapes = ShapeInference(model)
            self.path = path
            statistics = ModelStatistics(model, shapes: shapes)
            layers = includesLayers ? LayerList(model, shapes: shapes) : nil
            tensors = includesLayers ? model.parameterTensors : []
        }

        enum CodingKeys: CodingKey {
            case path, parameters, parameterBytes, initializerElements, macs, nodes, opset, irVersion, operators
            case peakActivationBytes, layers, tensors
        }

        /// Writes every key; what is unknown is `null`.
        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(path, forKey: .path)
            try container.encode(statistics.parameters, forKey: .parameters)
            try container.encode(statistics.parameterBytes, forKey: .parameterBytes)
            try container.encode(statistics.initializerElements, forKey: .initializerElements)
            try container.encode(statistics.macs, forKey: .macs)
            try container.encode(statistics.nodes, forKey: .nodes)
            try container.encode(statistics.opset, forKey: .opset)
            try container.encode(statistics.irVersion, forKey: .irVersion)
            try container.encode(statistics.operators, forKey: .operators)
            guard let layers else { return }
            try container.encode(statistics.peakActivationBytes, forKey: .peakActivationBytes)
            try container.encode(layers.layers.map(LayerEntry.init), forKey: .layers)
            try container.encode(tensors.map(TensorEntry.init), forKey: .tensors)
        }
    }

    private struct TensorEntry: Encodable {
        let name: String
        let elementType: String
        let shape: [Int]
        let elements: Int

        init(_ tensor: ParameterTensor) {
            name = tensor.name
            elementType = tensor.elementType.description
            shape = tensor.shape
            elements = tensor.elements
        }
    }
}

extension ParametersReport.Entry {
    private static let largestTensors = 10

    package func text(perLayer: Bool) -> String {
        var tables = [summary, operators]
        if tensors.count > 1 { tables.append(largest) }
        if perLayer { tables.append(layerTable) }
        return tables.map { $0.render() + "\n" }.joined()
    }

    private var summary: Table {
        var table = Table(.left(path), .right(""))
        table.append("parameters", Figure.grouped(statistics.parameters))
        table.append("parameter bytes", Figure.grouped(statistics.parameterBytes))
        table.append("initializer elements", Figure.grouped(statistics.initializerElements))
        table.append("multiply-accumulates", statistics.macs.map(Figure.grouped) ?? "unknown")
        table.append("peak activation bytes", statistics.peakActivationBytes.map(Figure.grouped) ?? "unknown")
        table.append("nodes", Figure.grouped(statistics.nodes))
        table.append("opset", statistics.opset.map(String.init) ?? "none")
        table.append("IR version", String(statistics.irVersion))
        return table
    }

    private var operators: Table {
        var table = Table(.left("operator"), .right("nodes"), .right("parameters"), .right("MACs"), .right("share"))
        let costs = layers?.costsByOperator ?? [:]
        for (name, count) in statistics.operators.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            let cost = costs[name] ?? LayerCost()
            table.append(
                name, Figure.grouped(count), Figure.grouped(cost.parameters),
                cost.macs.map(Figure.grouped) ?? "unknown",
                Figure.share(cost.macs, of: statistics.macs))
        }
        if let rest = layers?.remainingParameters, rest > 0 {
            table.append("(used by no layer)", "", Figure.grouped(rest), "", "")
        }
        return table
    }

    private var largest: Table {
        var table = Table(
            .left("largest tensors"), .left("type"), .right("shape"), .right("parameters"), .right("share"))
        for tensor in tensors.sorted(by: { $0.elements > $1.elements }).prefix(Self.largestTensors) {
            table.append(
                Figure.shortened(tensor.name, to: 60), tensor.elementType.description,
                tensor.shape.map(String.init).joined(separator: "x"),
                Figure.grouped(tensor.elements), Figure.share(tensor.elements, of: statistics.parameters))
        }
        return table
    }

    private var layerTable: Table {
        var table = Table(
            .left("layer"), .left("operator"), .left("output"), .right("parameters"), .right("MACs"), .right("share"))
        for layer in layers?.layers ?? [] {
            table.append(
                Figure.shortened(layer.name, to: 60), layer.operatorType, layer.outputType?.description ?? "unknown",
                Figure.grouped(layer.parameters), layer.macs.map(Figure.grouped) ?? "unknown",
                Figure.share(layer.macs, of: statistics.macs))
        }
        return table
    }
}
