import ArgumentParser
import ONNXModel
import Reporting

struct Params: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "params",
        abstract: "Counts a model's parameters and multiply-accumulates.",
        discussion: """
            Every constant of floating-point numbers with at least one axis counts once, whether it is an initializer
            or a Constant node. onnxsim moves weights into Constant nodes, so that counting initializers alone misses
            them; that count is shown beside.

              repvit-convert params model.onnx other.onnx
            """)

    @Argument(help: "ONNX files.", completion: .file(extensions: ["onnx"]))
    var models: [String]

    @OptionGroup var output: OutputOptions

    func run() throws {
        let counts = try models.map { path in
            (path: path, statistics: ModelStatistics(try Model(contentsOf: path)))
        }
        switch output.format {
        case .json:
            Terminal.output(try JSONReport.encode(ParametersReport(models: counts.map(ParametersReport.Entry.init))))
        case .text: Terminal.output(counts.map { Self.text($0.path, $0.statistics) }.joined(separator: "\n"))
        }
    }

    private static func text(_ path: String, _ statistics: ModelStatistics) -> String {
        var summary = Table(.left(path), .right(""))
        summary.append("parameters", Figure.grouped(statistics.parameters))
        summary.append("parameter bytes", Figure.grouped(statistics.parameterBytes))
        summary.append("elements of initializers", Figure.grouped(statistics.initializerElements))
        summary.append("multiply-accumulates", statistics.macs.map(Figure.grouped) ?? "unknown")
        summary.append("nodes", Figure.grouped(statistics.nodes))
        summary.append("opset", statistics.opset.map(String.init) ?? "none")
        summary.append("IR version", String(statistics.irVersion))
        var operators = Table(.left("operator"), .right("nodes"))
        for (name, count) in statistics.operators.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            operators.append(name, Figure.grouped(count))
        }
        return summary.render() + "\n" + operators.render() + "\n"
    }
}

/// What `params --format json` prints.
private struct ParametersReport: Encodable {
    var schemaVersion = 1
    var models: [Entry]

    struct Entry: Encodable {
        var path: String
        var statistics: ModelStatistics

        enum CodingKeys: CodingKey {
            case path, parameters, parameterBytes, initializerElements, macs, nodes, opset, irVersion, operators
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
        }
    }
}
