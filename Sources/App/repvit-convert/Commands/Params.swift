import ArgumentParser
import ModelAnalysis
import ONNX
import ONNXOperators
import Reporting

struct Params: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "params",
        abstract: "Counts a model's parameters and multiply-accumulates.",
        discussion: """
            Every constant of floating-point numbers with at least one axis counts once, whether it is an initializer
            or a Constant node. onnxsim moves weights into Constant nodes, so that counting initializers alone misses
            them; that count is shown beside. The memory for activations is the most that values take at any one time,
            each kept from the node that gives it to the last that uses it.

              repvit-convert params model.onnx other.onnx
              repvit-convert params model.onnx --per-layer
            """)

    @Argument(help: "ONNX files.", completion: .file(extensions: ["onnx"]))
    var models: [String]

    @Flag(help: "List every layer, and in JSON also the tensors of parameters and the memory for activations.")
    var perLayer = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        var reports: [ParametersReport.Entry] = []
        for path in models {
            let model = try Model(contentsOf: path)
            let shapes = ShapeInference(model)
            let needsLayers = perLayer || output.format == .text
            reports.append(
                ParametersReport.Entry(
                    path: path, statistics: ModelStatistics(model, shapes: shapes),
                    layers: needsLayers ? LayerList(model, shapes: shapes) : nil,
                    tensors: needsLayers ? model.parameterTensors : []))
        }
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(ParametersReport(models: reports)))
        case .text: Terminal.output(reports.map { $0.text(perLayer: perLayer) }.joined(separator: "\n"))
        }
    }
}

/// What `params --format json` prints.
private struct ParametersReport: Encodable {
    var schemaVersion = 1
    var models: [Entry]

    struct Entry: Encodable {
        var path: String
        var statistics: ModelStatistics
        /// `nil` where nobody asked for them.
        var layers: LayerList?
        var tensors: [ParameterTensor]

        enum CodingKeys: CodingKey {
            case path, parameters, parameterBytes, initializerElements, macs, nodes, opset, irVersion, operators
            case peakActivationBytes, layers, tensors
        }

        /// Every key is always there; what is not known is `null`.
        func encode(to encoder: any Encoder) throws {
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

    fileprivate func text(perLayer: Bool) -> String {
        var tables = [summary, operators]
        if tensors.count > 1 { tables.append(largest) }
        if perLayer { tables.append(layerTable) }
        return tables.map { $0.render() + "\n" }.joined()
    }

    private var summary: Table {
        var table = Table(.left(path), .right(""))
        table.append("parameters", Figure.grouped(statistics.parameters))
        table.append("parameter bytes", Figure.grouped(statistics.parameterBytes))
        table.append("elements of initializers", Figure.grouped(statistics.initializerElements))
        table.append("multiply-accumulates", statistics.macs.map(Figure.grouped) ?? "unknown")
        table.append("peak of activations, bytes", statistics.peakActivationBytes.map(Figure.grouped) ?? "unknown")
        table.append("nodes", Figure.grouped(statistics.nodes))
        table.append("opset", statistics.opset.map(String.init) ?? "none")
        table.append("IR version", String(statistics.irVersion))
        return table
    }

    private var operators: Table {
        var table = Table(.left("operator"), .right("nodes"), .right("parameters"), .right("MACs"), .right("of all"))
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
            .left("largest tensors"), .left("type"), .right("shape"), .right("parameters"), .right("of all"))
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
            .left("layer"), .left("operator"), .left("output"), .right("parameters"), .right("MACs"), .right("of all"))
        for layer in layers?.layers ?? [] {
            table.append(
                Figure.shortened(layer.name, to: 60), layer.operatorType, layer.outputType?.description ?? "unknown",
                Figure.grouped(layer.parameters), layer.macs.map(Figure.grouped) ?? "unknown",
                Figure.share(layer.macs, of: statistics.macs))
        }
        return table
    }
}
