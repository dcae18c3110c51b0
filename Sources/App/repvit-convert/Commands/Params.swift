import ArgumentParser
import ConversionPipeline
import ONNX
import Reporting

/// `params`: the size of a model and what it costs to run.
struct Params: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "params",
        abstract: "Count a model's parameters and multiply-accumulates.",
        discussion: """
            Counts every floating-point constant with at least one axis once, in initializers and in Constant nodes \
            (onnxsim moves weights there). The initializer-only count is shown for comparison. Peak activation \
            memory is the most that is alive at any one time, each value kept from the node that computes it to its \
            last use.

              repvit-convert params model.onnx other.onnx
              repvit-convert params model.onnx --per-layer
            """)

    @Argument(help: "ONNX models.", completion: .onnx)
    var models: [String]

    @Flag(help: "List every layer; in JSON also parameter tensors and peak activation memory.")
    var perLayer = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let entries = try models.map { path in
            ParametersReport.Entry(
                try Model(contentsOf: path), path: path, includesLayers: perLayer || output.format == .text)
        }
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(ParametersReport(entries)))
        case .text: Terminal.output(entries.map { $0.text(perLayer: perLayer) }.joined(separator: "\n"))
        }
    }
}
