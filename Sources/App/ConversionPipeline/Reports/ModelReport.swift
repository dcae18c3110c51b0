internal import ModelAnalysis
package import ONNX
package import ONNXOperators
internal import Reporting

/// What `inspect` prints about an ONNX model.
package struct ModelReport: Encodable {
    package struct Port: Encodable {
        let name: String
        /// `null` if it is not a tensor, or of unknown type.
        let elementType: String?
        /// Symbolic sizes are names; unknown ones, and an unknown shape, are `null`.
        let shape: [Size?]?
        let type: String

        init(_ value: ValueInfo) {
            name = value.name
            elementType = value.type?.elementType?.description
            shape = value.type?.shape?.map(Size.init)
            type = value.type?.description ?? "unknown"
        }

        enum CodingKeys: CodingKey {
            case name, elementType, shape, type
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(elementType, forKey: .elementType)
            try container.encode(shape, forKey: .shape)
            try container.encode(type, forKey: .type)
        }
    }

    /// A number or a name.
    package enum Size: Encodable {
        case number(Int)
        case name(String)

        init?(_ dimension: Dimension) {
            switch dimension {
            case .fixed(let size): self = .number(size)
            case .symbolic(let name): self = .name(name)
            case .unknown: return nil
            }
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let size): try container.encode(size)
            case .name(let name): try container.encode(name)
            }
        }
    }

    let schemaVersion = 1
    let path: String
    let producer: String
    let irVersion: Int
    let opset: Int?
    let inputs: [Port]
    let outputs: [Port]
    let parameters: Int
    let macs: Int?
    let peakActivationBytes: Int?
    let layers: [LayerEntry]

    private let tree: LayerTree

    enum CodingKeys: CodingKey {
        case schemaVersion, path, producer, irVersion, opset, inputs, outputs, parameters, macs, peakActivationBytes
        case layers
    }

    package init(_ model: Model, _ shapes: ShapeInference, path: String) {
        let statistics = ModelStatistics(model, shapes: shapes)
        let list = LayerList(model, shapes: shapes)
        self.path = path
        producer = [model.producerName, model.producerVersion].filter { !$0.isEmpty }.joined(separator: " ")
        irVersion = model.irVersion
        opset = model.opset
        inputs = model.graph.realInputs.map(Port.init)
        outputs = model.graph.outputs.map(Port.init)
        parameters = statistics.parameters
        macs = statistics.macs
        peakActivationBytes = statistics.peakActivationBytes
        layers = list.layers.map(LayerEntry.init)
        tree = LayerTree(list)
    }

    package func text(depth: Int) -> String {
        var facts = Table(.left("property"), .left("value"))
        facts.append("producer", producer.isEmpty ? "not recorded" : producer)
        facts.append("opset", opset.map(String.init) ?? "none")
        facts.append("IR version", String(irVersion))
        for port in inputs { facts.append("input", "\(port.name) \(port.type)") }
        for port in outputs { facts.append("output", "\(port.name) \(port.type)") }
        facts.append("parameters", Figure.grouped(parameters))
        facts.append("multiply-accumulates", macs.map(Figure.grouped) ?? "unknown")
        facts.append("peak activation memory", peakActivationBytes.map { "\(Figure.grouped($0)) bytes" } ?? "unknown")

        var table = Table(
            .left("layer"), .right("count"), .left("operators"), .left("output"), .right("parameters"), .right("share"),
            .right("MACs"), .right("share"))
        for branch in tree.branches { append(branch, times: 1, level: 0, depth: depth, to: &table) }
        return facts.render() + "\n" + table.render() + "\n"
    }

    /// A row, and the rows of its members down to the depth. A row that is repeated counts all its copies.
    private func append(_ branch: LayerTree.Branch, times: Int, level: Int, depth: Int, to table: inout Table) {
        let count = times * branch.count
        let (parameters, macs) = (branch.cost(times: count).parameters, branch.cost(times: count).macs)
        table.append(
            String(repeating: "  ", count: level) + Figure.shortened(branch.title, to: 40),
            count > 1 ? "\(count) x" : "",
            Figure.shortened(OperatorSummary.text(of: branch.operators), to: 60),
            branch.outputType?.description ?? "unknown",
            parameters > 0 ? Figure.grouped(parameters) : "",
            parameters > 0 ? Figure.share(parameters, of: self.parameters) : "",
            macs == 0 ? "" : macs.map(Figure.grouped) ?? "unknown", macs == 0 ? "" : Figure.share(macs, of: self.macs))
        guard level + 1 < depth else { return }
        for member in branch.members { append(member, times: count, level: level + 1, depth: depth, to: &table) }
    }
}
